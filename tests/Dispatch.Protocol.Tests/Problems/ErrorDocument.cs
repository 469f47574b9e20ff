using System.Text;
using Dispatch.Protocol.Problems.Catalogue;

namespace Dispatch.Protocol.Tests.Problems;

/// <summary>docs/errors.md: an introduction, and the catalogue.</summary>
internal static class ErrorDocument
{
    public static string Text(string regenerate)
    {
        var text = new StringBuilder(Introduction.Replace("REGENERATE", regenerate, StringComparison.Ordinal));
        foreach (var group in ErrorCatalogue.Groups)
        {
            text.Append($"\n## {group.Title}\n\n{group.From}\n\n| code | what it means | what to do | again? |\n|---|---|---|---|\n");
            foreach (var entry in group.Entries)
            {
                text.Append($"| <a id=\"{entry.Code}\"></a>`{entry.Code}` | {entry.Meaning} | {entry.Next} | {(entry.Retry ? "yes" : "")} |\n");
            }
        }

        return text.Append(Others).ToString();
    }

    private const string Introduction = """
        # Errors

        Every error has a code that stays, a message of the moment that names the thing, the cause and the next step, and the id of the request in the
        logs of server and runner (`dispatch logs --trace ID`). The page shows all three; the HTTP API gives them as `code`, `detail` and `traceId` of an
        RFC 9457 problem; an attached connection as `code` and `message` of an `error` frame. Below is every code there is, made from the catalogue in
        `src/Dispatch.Protocol/Problems/Catalogue`: a code that isn't in it, and one that no program uses, fails the tests. *Again* says that the same
        thing may succeed later with nothing changed.

        Written anew by: `REGENERATE`.

        """;

    private const string Others = """

        ## How connections end

        | status of the close frame | what it means | what to do |
        |---|---|---|
        | 1000 | Closed in order. | Nothing. |
        | 1001 | The server is stopping. | Come back: wait, then attach with the last position. |
        | 1006 (no close frame) | The connection was cut: by the network, by a restart of server or runner, or because its access was taken away. | Come back as above; when access is gone, the answer to that says so. |
        | 1008 | The client did what ends a connection; the reason is one of the codes above. On `/api/stream` without a reason: its frame was not understood. | As the code says. |
        | 1009, 1002 | The client broke the WebSocket protocol. | Correct the client. |

        ## How commands end

        | exit code of `dispatch` | what it means |
        |---|---|
        | 0 | Done. |
        | 1 | Not done; one line on standard error says why and what to do. |
        | 2 | The command line was not understood; the line names the help. |
        | 128 and a signal's number | Ended by that signal: 130 by Ctrl-C, 143 by SIGTERM. |
        | another | The session's own, for `dispatch wait`. |

        """;
}
