using System.CommandLine;
using System.Text.Json.Nodes;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Sessions;
using Dispatch.Cli.Workspaces;

namespace Dispatch.Cli.Agents;

internal static class AnswerCommand
{
    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        var answer = new Argument<string>("answer") { Description = "allow or deny." };
        answer.AcceptOnlyFromAmong("allow", "deny");
        var ask = new Option<string>("--ask") { Description = "Which question, as 'dispatch ls --json' names it; else the oldest.", HelpName = "ID" };
        return new DispatchCommand(
            "answer",
            "Answer what an agent asks, this once. The first answer counts, wherever it comes from.",
            "dispatch answer claude allow",
            "dispatch answer claude deny")
        {
            session, answer, ask, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed, parsed.GetRequiredValue(session), cancellation);
            if (found.Waiting is not { } waiting)
            {
                throw new Failure($"The session {found.Id} waits for nobody.");
            }

            var named = parsed.GetValue(ask) ?? waiting.Asks[0];
            await AgentApi.CommandAsync(
                connection, found, "answer", new JsonObject { ["ask"] = named, ["allow"] = parsed.GetRequiredValue(answer) == "allow" }, cancellation);

            // What is told of those that wait is the last one's text.
            var text = named == waiting.Asks[^1] ? waiting.Text : null;
            Streams.Error.WriteLine($"{(parsed.GetRequiredValue(answer) == "allow" ? "Allowed" : "Denied")}: {SafeText.Line(text ?? $"question {named}")}");
            if (waiting.Asks.Count > 1)
            {
                Streams.Error.WriteLine($"{waiting.Asks.Count - 1} more {(waiting.Asks.Count == 2 ? "waits" : "wait")} for an answer.");
            }
        });
    }
}
