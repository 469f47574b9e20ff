using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dispatch.Server.Hosting;

/// <summary>The certificate of <c>--tls-cert</c> and what leads from it to its root.</summary>
internal sealed record ServerCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain)
{
    public static ServerCertificate? Load(ServerOptions options, TimeProvider time)
    {
        if (options is not { TlsCertificate: { } file, TlsKey: { } key })
        {
            return null;
        }

        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(file, key);
            if (certificate.NotAfter < time.GetLocalNow().DateTime)
            {
                throw new StartException($"The certificate {file} ran out on {certificate.NotAfter:yyyy-MM-dd}; renew it.");
            }

            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(file);
            return new ServerCertificate(certificate, chain);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The certificate {file} with the key {key} can't be used ({e.Message.ReplaceLineEndings(" ")}); give a PEM certificate and the private key that belongs to it.", e);
        }
    }
}
