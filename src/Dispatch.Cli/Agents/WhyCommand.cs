using System.CommandLine;
using System.Globalization;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;

namespace Dispatch.Cli.Agents;

internal static class WhyCommand
{
    public static DispatchCommand Create()
    {
        var place = new Argument<string>("place") { Description = "FILE:LINE, the file from the workspace's folder." };
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        return new DispatchCommand(
            "why",
            "Tell which agent wrote a line, in which turn, what it was asked, and who allowed it.",
            "dispatch agents why src/app.ts:12")
        {
            place, json, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            var asked = parsed.GetRequiredValue(place);
            var colon = asked.LastIndexOf(':');
            if (colon <= 0 || !int.TryParse(asked.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line) || line < 1)
            {
                throw new Failure($"'{asked}' names no line. Write FILE:LINE, as in src/app.ts:12.");
            }

            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));
            var path = $"/api/workspaces/{workspace}/agents/origin?path={Uri.EscapeDataString(asked[..colon])}&line={line}";
            var origin = await connection.GetAsync(path, Wire.Default.AgentOrigin, cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(origin, Wire.Default.AgentOrigin);
                return;
            }

            Console.Out.WriteLine($"{SafeText.Line(origin.Name)} ({origin.Session}), turn {origin.Turn}, {origin.At.ToLocalTime():yyyy-MM-dd HH:mm}");
            Console.Out.WriteLine($"asked: {SafeText.Line(origin.Prompt)}");
            foreach (var call in origin.Calls)
            {
                var answer = call.Answer is { } option ? $" ({SafeText.Line(option)}{(call.AnsweredBy is { Length: > 0 } by ? $", by {SafeText.Line(by)}" : ", by a rule")})" : "";
                Console.Out.WriteLine($"did: {SafeText.Line(call.Title)}{answer}");
            }
        });
    }
}
