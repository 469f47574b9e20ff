using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dispatch.Server.OpenApi;

/// <summary>The server's own document with the runner's committed one merged in. Made when first asked for.</summary>
internal sealed class MergedDocument([FromKeyedServices(MergedDocument.Name)] IOpenApiDocumentProvider own)
{
    public const string Name = "v1";
    private const string RunnerResource = "runner.openapi.json";

    // The runner's own affairs are for the server alone and are not forwarded.
    private const string Forwarded = "/api/";

    private byte[]? _made;

    public async Task<byte[]> GetAsync(CancellationToken cancellation) => _made ??= await MakeAsync(cancellation);

    private async Task<byte[]> MakeAsync(CancellationToken cancellation)
    {
        var document = await own.GetOpenApiDocumentAsync(cancellation);
        var merged = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellation))!.AsObject();
        if (RunnerDocument() is { } runner)
        {
            Merge(merged, runner);
        }

        var json = merged.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return Encoding.UTF8.GetBytes(json + "\n");
    }

    /// <summary>Paths and schemas of <paramref name="from"/> are added; what the server describes itself stays.</summary>
    internal static void Merge(JsonObject into, JsonObject from)
    {
        AddMissing(Section(into, "paths"), from["paths"], static path => path.StartsWith(Forwarded, StringComparison.Ordinal));
        AddMissing(Section(Section(into, "components"), "schemas"), from["components"]?["schemas"], static _ => true);
    }

    private static void AddMissing(JsonObject into, JsonNode? from, Func<string, bool> which)
    {
        foreach (var (name, value) in from?.AsObject() ?? [])
        {
            if (which(name) && !into.ContainsKey(name))
            {
                into[name] = value?.DeepClone();
            }
        }
    }

    private static JsonObject Section(JsonObject of, string name)
    {
        if (of[name] is not JsonObject section)
        {
            of[name] = section = [];
        }

        return section;
    }

    private static JsonObject? RunnerDocument()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(RunnerResource);
        return resource is null ? null : JsonNode.Parse(resource)!.AsObject();
    }
}
