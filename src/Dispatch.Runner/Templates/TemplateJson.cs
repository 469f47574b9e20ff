using System.Text.Json;
using System.Text.Json.Serialization;
using Dispatch.Protocol.Templates;

namespace Dispatch.Runner.Templates;

/// <summary>As people write it by hand: with comments and trailing commas, and nothing in it that means nothing.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TemplateManifest))]
internal sealed partial class TemplateJson : JsonSerializerContext;
