using System.Text.Json.Serialization;
using Dispatch.Protocol.Databases;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Databases;

/// <summary>What <c>db status --json</c> prints.</summary>
/// <param name="Server">The server's database; absent when it is in PostgreSQL and where wasn't said.</param>
/// <param name="Logs">Each workspace's log.</param>
internal sealed record DatabasesStatus(DatabaseReport? Server, IReadOnlyList<LogStatus> Logs);

/// <summary>What <c>db verify --json</c> prints.</summary>
/// <param name="Server">As of <see cref="DatabasesStatus"/>.</param>
/// <param name="Items">Each workspace's log.</param>
internal sealed record DatabasesVerified(DatabaseReport? Server, IReadOnlyList<LogReport> Items);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(DatabasesStatus))]
[JsonSerializable(typeof(DatabasesVerified))]
[JsonSerializable(typeof(MigrationOutcome))]
internal sealed partial class DatabasesJson : JsonSerializerContext;
