using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Agents;

/// <summary>
/// What was registered of agents: those of one's own, and the servers that those of a workspace are given. In a file of the data folder that
/// only its account reads, for there are keys in it; written whole or not at all.
/// </summary>
internal sealed partial class AgentBook(DataFolder data, ILogger<AgentBook> logger)
{
    private readonly Lock _lock = new();
    private (AgentPage? Page, string? Fault)? _read;

    public AgentPage Page => Read().Page ?? AgentPage.Empty;

    /// <summary>Null when it is kept. What can't be read is not written over: somebody may want it.</summary>
    public Error? Change(Func<AgentPage, (AgentPage? Page, Error? Error)> change)
    {
        lock (_lock)
        {
            if (Read() is { Fault: { } fault })
            {
                return new Error(ErrorKind.Conflict, "agent.book-unreadable", $"{data.AgentBookFile} can't be read ({fault.TrimEnd('.')}). Correct it, or move it away.");
            }

            var (page, error) = change(Page);
            if (page is null)
            {
                return error;
            }

            Write(page);
            _read = (page, null);
            return null;
        }
    }

    private (AgentPage? Page, string? Fault) Read()
    {
        lock (_lock)
        {
            if (_read is { } known)
            {
                return known;
            }

            try
            {
                var page = File.Exists(data.AgentBookFile) ? JsonSerializer.Deserialize(File.ReadAllBytes(data.AgentBookFile), AgentPageJson.Default.AgentPage) : null;
                _read = (page?.Whole() ?? AgentPage.Empty, null);
                return _read.Value;
            }
            catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
            {
                // Not remembered: whoever corrects it needs nothing else.
                LogUnreadable(logger, data.AgentBookFile, e.Message);
                return (null, e.Message);
            }
        }
    }

    private void Write(AgentPage page)
    {
        var draft = data.AgentBookFile + ".new";
        File.Delete(draft);
        using (var file = new FileStream(draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            JsonSerializer.Serialize(file, page, AgentPageJson.Default.AgentPage);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, data.AgentBookFile, overwrite: true);
    }

    [LoggerMessage(EventId = 160, Level = LogLevel.Error, Message = "What was registered of agents can't be read from {File}, and counts as nothing until it can: {Cause}")]
    private static partial void LogUnreadable(ILogger logger, string file, string cause);
}

/// <param name="Agents">By name.</param>
/// <param name="McpServers">By workspace, then by name.</param>
internal sealed record AgentPage(
    ImmutableSortedDictionary<string, RegisterAgent> Agents, ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, McpServer>> McpServers)
{
    public static AgentPage Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, RegisterAgent>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, McpServer>>(StringComparer.Ordinal));

    /// <summary>As it was read: what isn't there is empty.</summary>
    public AgentPage Whole() => new(
        (Agents ?? Empty.Agents).WithComparers(StringComparer.Ordinal), (McpServers ?? Empty.McpServers).WithComparers(StringComparer.Ordinal));

    public ImmutableSortedDictionary<string, McpServer> Of(string workspace) =>
        McpServers.GetValueOrDefault(workspace) ?? ImmutableSortedDictionary.Create<string, McpServer>(StringComparer.Ordinal);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(AgentPage))]
internal sealed partial class AgentPageJson : JsonSerializerContext;
