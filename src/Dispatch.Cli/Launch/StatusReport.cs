using System.Text.Json.Serialization;
using Dispatch.Protocol.Problems;

namespace Dispatch.Cli.Launch;

/// <summary>What <c>status --json</c> prints. A part that doesn't run is null.</summary>
/// <param name="Url">Where the server is.</param>
/// <param name="Data">The data folder.</param>
/// <param name="Clients">How many clients are attached.</param>
internal sealed record StatusReport(
    string? Url, string Data, PartReport? Server, PartReport? Runner, PartReport? Keeper, SessionCounts? Sessions, int? Clients)
{
    /// <summary>What is wrong, with the next step; null when all is well.</summary>
    public string? Problem { get; init; }

    /// <summary>What keeps the runner from doing all its work, or soon will; null when nothing does.</summary>
    public IReadOnlyList<ProblemPart>? Troubles { get; init; }

    /// <summary>Whether all is there and does its work; what is only warned of does.</summary>
    [JsonIgnore]
    public bool Works => Problem is null && Troubles?.Any(static trouble => trouble.Warning is not true) is not true;
}

/// <param name="Pid">The process id.</param>
/// <param name="Version">Its version; the keeper's is that of its protocol. Null when it can't be asked.</param>
internal sealed record PartReport(int Pid, string? Version, long? UptimeSeconds);

internal sealed record SessionCounts(int Total, int Running);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class StatusJson : JsonSerializerContext;
