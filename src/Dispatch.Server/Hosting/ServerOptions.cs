using System.Net;
using Dispatch.Metrics.Otlp;
using Dispatch.Protocol;
using Dispatch.Server.Databases;

namespace Dispatch.Server.Hosting;

/// <summary>What the command line and the environment say.</summary>
internal sealed record ServerOptions
{
    public const string Usage = """
        Dispatch.Server [--data DIR] [--port 3030] [--bind 127.0.0.1] [--tls-cert FILE --tls-key FILE] [--behind-proxy CIDR]...
                        [--insecure] [--allow-host NAME]... [--database CONNECTION-STRING] [--runner FILE]
                        [--rotate-key | --openapi | --inspect-database | --verify-database | --migrate-database | --copy-database FILE] [--detached]
        """;

    public required DataFolder Data { get; init; }

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; } = 3030;

    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>PEM; with its chain, if it has one.</summary>
    public string? TlsCertificate { get; init; }

    public string? TlsKey { get; init; }

    /// <summary>Where reverse proxies call from; only they are believed about who calls, and by which scheme.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Plain HTTP on other addresses than loopback was asked for.</summary>
    public bool Insecure { get; init; }

    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>PostgreSQL; SQLite in the data folder when null.</summary>
    public string? Database { get; init; }

    /// <summary>The runner's executable.</summary>
    public string Runner { get; init; } = Path.Combine(AppContext.BaseDirectory, "Dispatch.Runner");

    /// <summary>The folder with the page.</summary>
    public string WebRoot { get; init; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>Where metrics are sent to, and why they can't be; mostly neither.</summary>
    public (OtlpSettings? Settings, string? Fault) Otlp { get; init; }

    /// <summary>Nobody reads its standard output: it logs to its files only.</summary>
    public bool Detached { get; init; }

    /// <summary>Write a new access key, print it, and end.</summary>
    public bool RotateKey { get; init; }

    /// <summary>Print the API's description, and end.</summary>
    public bool PrintOpenApi { get; init; }

    /// <summary>Look after the database, print what came of it, and end.</summary>
    public DatabaseTask? DatabaseTask { get; init; }

    /// <summary>An access key given by a variable, and the variable's name.</summary>
    public KeyOverride? Key { get; init; }

    /// <summary>The keys to models and their providers' addresses that the environment names, by the variables' names.</summary>
    public IReadOnlyDictionary<string, string> Models { get; init; } = new Dictionary<string, string>();

    public bool Tls => TlsCertificate is not null;
}

/// <param name="Variable">The variable that it came from.</param>
/// <param name="Key">The access key in force.</param>
internal sealed record KeyOverride(string Variable, string Key);
