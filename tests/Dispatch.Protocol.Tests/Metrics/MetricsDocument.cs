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

    private static string KindOf(Match match) => match.Groups["kind"].Value.Replace("Observable", "", StringComparison.Ordinal).Replace("Tally", "Counter", StringComparison.Ordinal).ToLowerInvariant();

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
        | `GET /readyz` | everybody | 200 `ready`, or 503 and a problem ([errors](errors.md)) with a member of `parts` (`part`, `code`, `detail`) for each thing that isn't well: `database`, `runner`, `keeper`, `log`, `disk` (full: [programs are paused](operating.md#when-the-disk-gets-full); one that is only low is no reason), `loop` (something in the background that keeps failing) |
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

        ## Sent to a collector

        With OpenTelemetry's variables in the environment of `dispatch start`, server and runner send the same figures by
        [OTLP](https://opentelemetry.io/docs/specs/otlp/), each for itself. Without an address nothing is sent, and nothing of what it takes is loaded.

        | variable | says |
        |---|---|
        | `OTEL_EXPORTER_OTLP_ENDPOINT` | the collector's address, like `http://127.0.0.1:4318`; `/v1/metrics` is added. `OTEL_EXPORTER_OTLP_METRICS_ENDPOINT` goes before it and is taken as it is |
        | `OTEL_EXPORTER_OTLP_PROTOCOL` | `http/protobuf` (as by default) or `grpc` (mostly port 4317) |
        | `OTEL_EXPORTER_OTLP_HEADERS` | what opens the collector: `authorization=Bearer%20…`, more after commas |
        | `OTEL_EXPORTER_OTLP_TIMEOUT` | how long a request may take, in milliseconds: 10000 |
        | `OTEL_METRIC_EXPORT_INTERVAL` | how often they are sent, in milliseconds: 60000, at least 100 |
        | `OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE` | `cumulative`, or `delta` for what was added since the last time |
        | `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES` | who tells it. Else `service.name` is `dispatch-server` or `dispatch-runner`; `service.version` and a `service.instance.id` that outlives restarts are there too |
        | `OTEL_METRICS_EXPORTER=none`, `OTEL_SDK_DISABLED=true` | that nothing is sent |

        `…_PROTOCOL`, `…_HEADERS` and `…_TIMEOUT` have forms for metrics alone too (`OTEL_EXPORTER_OTLP_METRICS_HEADERS`). The runner gets all variables
        that begin with `OTEL_` from its server when that starts it, and reads them then; sessions and the keeper get none of them, since headers are
        secrets. A session that needs its own is given them when it is made.

        A collector that is away, slow or refuses holds nothing up: it is logged once, and again when it is back (`dispatch logs --area Metrics`); figures
        count from the start, so that only their points in between are missing. At its end a program waits a second at most. A variable that can't be
        is named in the log and by `dispatch doctor`, and everything else works: figures are worth less than what they are of.

        ## The figures

        The tables are made from the source. Written anew by: `REGENERATE`.

        """;
}
