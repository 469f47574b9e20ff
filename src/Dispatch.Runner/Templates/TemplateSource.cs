using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dispatch.Runner.Templates;

/// <summary>Where a template was added from: kept in its folder, so that it goes wherever that goes. It is no part of what is made of it.</summary>
/// <param name="Address">As it was given, with a password if it has one.</param>
/// <param name="Shown">The same, without.</param>
internal sealed record TemplateSource(string Address, string Shown)
{
    public const string FileName = ".dispatch-source.json";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Null for one that was made by hand, or of which nobody can tell any more.</summary>
    public static TemplateSource? Of(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(folder, FileName)), TemplateSourceJson.Default.TemplateSource);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void WriteInto(string folder)
    {
        // Whatever the template itself has under that name.
        var path = Path.Combine(folder, FileName);
        File.Delete(path);
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        JsonSerializer.Serialize(file, this, TemplateSourceJson.Default.TemplateSource);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TemplateSource))]
internal sealed partial class TemplateSourceJson : JsonSerializerContext;
