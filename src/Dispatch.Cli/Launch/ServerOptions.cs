using System.CommandLine;
using Dispatch.Protocol;

namespace Dispatch.Cli.Launch;

/// <summary>The options of <c>start</c> that are the server's own; their rules are the server's too.</summary>
internal sealed class ServerOptions
{
    private readonly Option<int?> _port = new("--port")
    {
        Description = $"The port to listen on, 0 for any that is free; {LastPort.Else}.",
        HelpName = "PORT",
    };
    private readonly Option<string> _bind = new("--bind")
    {
        Description = "The address to listen on; another one than loopback needs TLS, a proxy or --insecure.",
        HelpName = "IP",
        DefaultValueFactory = _ => "127.0.0.1",
    };
    private readonly Option<string> _certificate = new("--tls-cert") { Description = "Serve HTTPS with this certificate (PEM).", HelpName = "FILE" };
    private readonly Option<string> _key = new("--tls-key") { Description = "The certificate's key (PEM).", HelpName = "FILE" };
    private readonly Option<string[]> _proxy = new("--behind-proxy") { Description = "A proxy in this network does TLS and is trusted for it.", HelpName = "CIDR" };
    private readonly Option<string[]> _hosts = new("--allow-host") { Description = "Another name the server may be called by.", HelpName = "NAME" };
    private readonly Option<bool> _insecure = new("--insecure") { Description = "Serve other machines without TLS, and know what that means." };
    private readonly Option<string> _database = DatabaseOption();

    public ServerOptions() => _port.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var port) && port is < 0 or > 65535)
        {
            result.AddError($"--port {port} is not a port: 0 to 65535");
        }
    });

    public static Option<string> DatabaseOption() => new("--database")
    {
        Description = "A PostgreSQL connection string instead of SQLite; else $DISPATCH_DATABASE.",
        HelpName = "CONNECTION",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_port, _bind, _certificate, _key, _proxy, _hosts, _insecure, _database])
        {
            command.Add(option);
        }
    }

    public IReadOnlyList<string> Arguments(ParseResult parsed, DataFolder data) =>
    [
        "--port", $"{parsed.GetValue(_port) ?? LastPort.Of(data)}",
        "--bind", parsed.GetValue(_bind)!,
        .. File(parsed, _certificate),
        .. File(parsed, _key),
        .. Each(parsed, _proxy),
        .. Each(parsed, _hosts),
        .. parsed.GetValue(_insecure) ? [_insecure.Name] : Array.Empty<string>(),
    ];

    /// <summary>By a variable: a password would be seen in the list of processes.</summary>
    public string? Database(ParseResult parsed) => parsed.GetValue(_database);

    /// <summary>The server runs in another folder.</summary>
    private static string[] File(ParseResult parsed, Option<string> option) =>
        parsed.GetValue(option) is { Length: > 0 } path ? [option.Name, Path.GetFullPath(path)] : [];

    private static IEnumerable<string> Each(ParseResult parsed, Option<string[]> option) =>
        (parsed.GetValue(option) ?? []).SelectMany(value => new[] { option.Name, value });
}
