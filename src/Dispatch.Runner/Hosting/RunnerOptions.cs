using System.Text.Json;
using System.Text.Json.Serialization;
using Dispatch.Metrics.Otlp;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Agents.McpServers;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Hosting;

/// <summary>What a runner is started with: the command line, and <c>runner.json</c> in the data folder for what is rarely changed.</summary>
internal sealed record RunnerOptions(
    DataFolder Data, string Environment, Limits Limits, IReadOnlyDictionary<string, IReadOnlyList<string>> Kinds, bool ShellIntegration = true,
    bool Detached = false, (OtlpSettings? Settings, string? Fault) Otlp = default)
{
    /// <summary>From when on programs wait for room on the disk.</summary>
    public DiskLimits Disk { get; init; } = new();

    /// <summary>Agents of one's own: a name, and the command that speaks the Agent Client Protocol.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Agents { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Servers of the Model Context Protocol that all agents are given.</summary>
    public IReadOnlyDictionary<string, McpServer> McpServers { get; init; } = new Dictionary<string, McpServer>();

    public static (RunnerOptions? Options, string? Fault) Read(string[] arguments)
    {
        var data = DataFolder.Locate(Value(arguments, "--data"));
        var file = Path.Combine(data.Root, "runner.json");
        if (Value(arguments, "--environment") is not { Length: > 0 } environment)
        {
            return (null, "Dispatch.Runner needs --environment ID. It is started by 'dispatch start'.");
        }

        try
        {
            var settings = File.Exists(file)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(file), RunnerSettingsJson.Default.RunnerSettings) ?? new RunnerSettings()
                : new RunnerSettings();
            var limits = settings.Limits ?? new Limits();
            var disk = settings.Disk ?? new DiskLimits();
            var server = settings.McpServers?.Select(entry => McpServerRules.Refuse(entry.Value) is { } refusal ? $"mcpServers.{entry.Key}: {refusal.Message.TrimEnd('.')}" : null).FirstOrDefault(fault => fault is not null);
            return (limits.Fault() ?? disk.Fault() ?? server) is { } fault
                ? (null, $"In {file}, {fault}. Correct it and start again.")
                : (new RunnerOptions(
                    data, environment, limits, settings.Kinds ?? new Dictionary<string, IReadOnlyList<string>>(), settings.ShellIntegration ?? true,
                    arguments.Contains("--detached"), OtlpSettings.Read(System.Environment.GetEnvironmentVariable))
                {
                    Disk = disk,
                    Agents = settings.Agents ?? new Dictionary<string, IReadOnlyList<string>>(),
                    McpServers = settings.McpServers ?? new Dictionary<string, McpServer>(),
                }, null);
        }
        catch (JsonException e)
        {
            return (null, $"{file} isn't valid JSON: {e.Message} Correct it and start again.");
        }
    }

    public static string? Value(string[] arguments, string name)
    {
        var index = Array.IndexOf(arguments, name);
        return index >= 0 && index + 1 < arguments.Length ? arguments[index + 1] : null;
    }
}

/// <summary>The file <c>runner.json</c>.</summary>
/// <param name="Limits">See <see cref="Sessions.Limits"/>.</param>
/// <param name="Kinds">Kinds of sessions that live in a process of their own: a name, and the command to start.</param>
/// <param name="ShellIntegration">Whether shells are made to mark their prompts and commands; they are when absent.</param>
/// <param name="Disk">See <see cref="DiskLimits"/>.</param>
/// <param name="Agents">Agents of one's own: a name, and the command that speaks the Agent Client Protocol on its pipes.</param>
/// <param name="McpServers">Servers of the Model Context Protocol that all agents are given, by name.</param>
internal sealed record RunnerSettings(
    Limits? Limits = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? Kinds = null, bool? ShellIntegration = null, DiskLimits? Disk = null,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Agents = null, IReadOnlyDictionary<string, McpServer>? McpServers = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RunnerSettings))]
internal sealed partial class RunnerSettingsJson : JsonSerializerContext;
