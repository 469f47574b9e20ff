using System.Buffers.Text;
using System.Security.Cryptography;
using Dispatch.Server.Storage;
using Microsoft.IdentityModel.Tokens;

namespace Dispatch.Server.Forwarding;

/// <summary>The key that capability tokens are signed with: ES256, from the database, the same on every replica.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create();

    public SigningKey(string id, byte[] privateKey)
    {
        Id = id;
        _key.ImportPkcs8PrivateKey(privateKey, out _);
        Credentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = id }, SecurityAlgorithms.EcdsaSha256);
    }

    /// <summary>The JWT's <c>kid</c>.</summary>
    public string Id { get; }

    public SigningCredentials Credentials { get; }

    /// <summary>The public half, as a JWK (RFC 7517) has it.</summary>
    public (string X, string Y) PublicPoint
    {
        get
        {
            var point = _key.ExportParameters(includePrivateParameters: false).Q;
            return (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        }
    }

    public static NewSigningKey New()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 12));
        return new NewSigningKey(id, key.ExportPkcs8PrivateKey());
    }

    public void Dispose() => _key.Dispose();
}
