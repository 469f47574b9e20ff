using System.Text;
using System.Text.RegularExpressions;
using Dispatch.Protocol.Tests.Problems;

namespace Dispatch.Protocol.Tests.Metrics;

/// <summary>docs/metrics.md: an introduction, and every instrument that the programs' source makes.</summary>
internal static partial class MetricsDocument
{
    public static string Text(string regenerate)
    {
        var text = new StringBuilder(Introduction.Replace("REGENERATE", regenerate, StringComparison.Ordinal));
        foreach (var program in (string[])["server", "runner"])
        {
            text.Append($"\n## Of the {program}\n\n| instrument | kind | unit | what it says |\n|---|---|---|---|\n");
            foreach (var match in Instruments().Where(match => NameOf(match, program).StartsWith($"dispatch.{program}.", StringComparison.Ordinal)))
            {
                text.Append($"| `{NameOf(match, program)}` | {KindOf(match)} | {UnitOf(match)} | {match.Groups["says"].Value} |\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<Match> Instruments() => Directory.EnumerateFiles(Path.Combine(ErrorSources.Root, "src"), "*Metrics.cs", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).SelectMany(file => Creation().Matches(File.ReadAllText(file)));

    // What both have is named after the one that has it.
    private static string NameOf(Match match, string program) => match.Groups["name"].Value.Replace("{prefix}", "dispatch." + program, StringComparison.Ordinal);

    private static string KindOf(Match match) => match.Groups["kind"].Value.Replace("Observable", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string UnitOf(Match match) => match.Groups["unit"].Value switch
    {
        "s" => "seconds",
        "By" => "bytes",
        var count => count.Trim('{', '}'),
    };

    [GeneratedRegex("""\.Create(?<kind>\w+)(<\w+>)?\(\s*\$?"(?<name>[^"]+)",(?:(?!;).)*?"(?<unit>s|By|\{[a-z]+\})", "(?<says>[^"]+)"\);""", RegexOptions.Singleline)]
    private static partial Regex Creation();

    private const string Introduction = """
        # Health and metrics

        | request | who may | what it says |
        |---|---|---|
        | `GET /healthz` | everybody | 200 while the server's process answers |
        | `GET /readyz` | everybody | 200 `ready`, or 503 and a problem ([errors](errors.md)) with a member of `parts` (`part`, `code`, `detail`) for each thing that isn't well: `database`, `runner`, `keeper`, `log`, `disk` (less than 256 MiB free), `loop` (something in the background that keeps failing) |
        | `GET /metrics` | server.read | every figure below, of the server and of its runner, as [text for Prometheus](https://prometheus.io/docs/instrumenting/exposition_formats/) |

        Prometheus writes a name's dots as `_`, with the unit and, of a counter, `_total` at its end: `dispatch.runner.log.commit` is
        `dispatch_runner_log_commit_seconds`. The access key opens it:

        ```yaml
        scrape_configs:
          - job_name: dispatch
            authorization: { credentials_file: /path/to/key }
            static_configs: [{ targets: ["127.0.0.1:3030"] }]
        ```

        The runner answers only its server, so one address gives both. When it can't be asked, its figures are missing and
        `dispatch_server_runner_connected` is 0. Each area has a meter of its own (`Dispatch.Runner.Sessions`, …), which tools that read .NET's meters
        see too. Counting costs an addition where a keystroke passes; the rest is looked at when asked for.

        The tables are made from the source. Written anew by: `REGENERATE`.

        """;
}
