using System.Text.Json.Serialization;

namespace Dispatch.Runner.Files.Uploads;

/// <summary>What is remembered of an upload, in the runner's data folder.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Path">Where the file will be: without links.</param>
/// <param name="Asked">As it was asked for.</param>
/// <param name="Hidden">Where its bytes are meanwhile, beside that.</param>
/// <param name="Size">How many there will be.</param>
/// <param name="Replace">Whether what is there is replaced.</param>
internal sealed record UploadRecord(string Id, string Path, string Asked, string Hidden, long Size, bool Replace);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UploadRecord))]
internal sealed partial class UploadJson : JsonSerializerContext;
