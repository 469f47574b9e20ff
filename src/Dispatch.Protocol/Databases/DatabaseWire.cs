using System.Text.Json.Serialization;

namespace Dispatch.Protocol.Databases;

/// <summary>How what the programs say of their databases is written as JSON: as <see cref="Wire"/> has it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LogContentsList))]
[JsonSerializable(typeof(LogStatusList))]
[JsonSerializable(typeof(DatabaseReport))]
[JsonSerializable(typeof(MigrationOutcome))]
public sealed partial class DatabaseWire : JsonSerializerContext;
