using System.Globalization;
using System.Net;
using Dispatch.Metrics.Otlp;
using Dispatch.Protocol;
using Dispatch.Protocol.Gateway;
using Dispatch.Server.Databases;
using Dispatch.Server.Gateway;

namespace Dispatch.Server.Hosting;

/// <summary>Reads <see cref="ServerOptions"/> from the arguments and the environment; throws <see cref="StartException"/> with the fix.</summary>
internal static class CommandLine
{
    public const string DatabaseVariable = "DISPATCH_DATABASE";
    private const int ShortestKey = 16;

    public static ServerOptions Parse(IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        var options = new ServerOptions
        {
            Data = DataFolder.Locate(environment(DataFolder.EnvironmentVariable)),
            Database = NullIfEmpty(environment(DatabaseVariable)),
            Key = FindKey(environment),
            Otlp = OtlpSettings.Read(environment),
            Models = FindModels(environment),
        };
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var name))
        {
            string Value() => rest.TryDequeue(out var value) ? value : throw new StartException($"{name} needs a value. Usage: {ServerOptions.Usage.ReplaceLineEndings(" ")}");

            options = name switch
            {
                "--data" => options with { Data = DataFolder.Locate(Value()) },
                "--port" => options with { Port = Port(Value()) },
                "--bind" => options with { Bind = Bind(Value()) },
                "--tls-cert" => options with { TlsCertificate = Value() },
                "--tls-key" => options with { TlsKey = Value() },
                "--behind-proxy" => options with { Proxies = [.. options.Proxies, Network(Value())] },
                "--insecure" => options with { Insecure = true },
                "--allow-host" => options with { AllowedHosts = [.. options.AllowedHosts, Host(Value())] },
                "--database" => options with { Database = Value() },
                "--runner" => options with { Runner = Path.GetFullPath(Value()) },
                "--detached" => options with { Detached = true },
                "--rotate-key" => options with { RotateKey = true },
                "--openapi" => options with { PrintOpenApi = true },
                "--inspect-database" => options with { DatabaseTask = new DatabaseTask(DatabaseTaskKind.Inspect) },
                "--verify-database" => options with { DatabaseTask = new DatabaseTask(DatabaseTaskKind.Verify) },
                "--migrate-database" => options with { DatabaseTask = new DatabaseTask(DatabaseTaskKind.Migrate) },
                "--copy-database" => options with { DatabaseTask = new DatabaseTask(DatabaseTaskKind.Copy, Path.GetFullPath(Value())) },
                _ => throw new StartException($"{name} is not an option of Dispatch.Server. Usage: {ServerOptions.Usage.ReplaceLineEndings(" ")}"),
            };
        }

        return Validate(options);
    }

    private static ServerOptions Validate(ServerOptions options)
    {
        if (options.TlsCertificate is null != options.TlsKey is null)
        {
            throw new StartException("--tls-cert and --tls-key go together: the certificate and its private key, each a PEM file.");
        }

        if (!IPAddress.IsLoopback(options.Bind) && !options.Tls && options.Proxies.Count == 0 && !options.Insecure)
        {
            throw new StartException(
                $"--bind {options.Bind} would send keys and terminals over the network in the clear: add --tls-cert FILE --tls-key FILE, or --behind-proxy CIDR for a proxy that does TLS, or --insecure if the network itself is safe.");
        }

        return options;
    }

    private static int Port(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new StartException($"--port {value} is no port; give a number from 0 (any free one) to {IPEndPoint.MaxPort}.");

    private static IPAddress Bind(string value) =>
        value is "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(value, out var address) ? address
        : throw new StartException($"--bind {value} is no IP address; give one of this machine's, or 0.0.0.0 for all of them.");

    private static IPNetwork Network(string value) =>
        IPNetwork.TryParse(value, out var network) ? network
        : IPAddress.TryParse(value, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new StartException($"--behind-proxy {value} is no network; give one in CIDR form, like 10.0.0.0/8.");

    private static string Host(string value) =>
        Uri.CheckHostName(value) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? value
            : throw new StartException($"--allow-host {value} is no host name; give the bare name, like dispatch.example.org.");

    private static KeyOverride? FindKey(Func<string, string?> environment)
    {
        foreach (var variable in (ReadOnlySpan<string>)["DISPATCH_KEY", "TERMINAL_KEY"])
        {
            // As whoever sends it does: what surrounds it is a file's newline, not a part of it.
            if (NullIfEmpty(environment(variable))?.Trim() is { } key)
            {
                if (key.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                {
                    throw new StartException($"{variable} has characters that no HTTP header carries, so programs could not send it: give it printable ASCII, or unset it to use the key that Dispatch makes.");
                }

                return key.Length >= ShortestKey
                    ? new KeyOverride(variable, key)
                    : throw new StartException($"{variable} is too short for an access key ({key.Length} characters): give it at least {ShortestKey}, or unset it to use the key that Dispatch makes.");
            }
        }

        return null;
    }

    private static Dictionary<string, string> FindModels(Func<string, string?> environment)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var provider in ModelProviders.All)
        {
            if (NullIfEmpty(environment(provider.KeyVariable))?.Trim() is { } key)
            {
                found[provider.KeyVariable] = ModelRules.IsKey(key)
                    ? key
                    : throw new StartException($"{provider.KeyVariable} has characters that no HTTP header carries, or too many: correct it, or unset it.");
            }

            if (NullIfEmpty(environment(provider.BaseVariable))?.Trim() is { } address)
            {
                found[provider.BaseVariable] = ModelRules.IsAddress(address)
                    ? address
                    : throw new StartException($"{provider.BaseVariable} is no address of a provider: give one like {provider.DefaultBase}, or unset it.");
            }
        }

        return found;
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
