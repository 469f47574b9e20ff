using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Server.Hosting;

namespace Dispatch.Server.Forwarding;

/// <summary>The JWK set (RFC 7517) from which the runner knows the server's tokens.</summary>
internal static class PublicKeys
{
    public static Task WriteAsync(DataFolder data, SigningKey key, CancellationToken cancellation)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            var (x, y) = key.PublicPoint;
            writer.WriteStartObject();
            writer.WriteStartArray("keys");
            writer.WriteStartObject();
            writer.WriteString("kty", "EC");
            writer.WriteString("crv", "P-256");
            writer.WriteString("use", "sig");
            writer.WriteString("alg", "ES256");
            writer.WriteString("kid", key.Id);
            writer.WriteString("x", x);
            writer.WriteString("y", y);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return PrivateFile.WriteAsync(data.ServerPublicKeys, json.ToArray(), cancellation);
    }
}
