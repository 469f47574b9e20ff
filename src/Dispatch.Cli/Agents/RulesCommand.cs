using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Spectre.Console;

namespace Dispatch.Cli.Agents;

/// <summary>A workspace's standing answers to what agents ask.</summary>
internal static class RulesCommand
{
    private static readonly string[] Headings = ["ID", "ANSWER", "TOOL", "PATTERN", "AGENT", "MADE"];

    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        var command = new DispatchCommand(
            "rules",
            "List what agents may do in a workspace without asking, and what they may not. Of the rules that fit, deny comes before ask, and ask before allow.",
            "dispatch agents rules",
            "dispatch agents rules add allow edit 'src/**'",
            "dispatch agents rules add allow execute 'npm test *' --agent claude")
        {
            json, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var rules = await RuleApi.ListAsync(connection, await WorkspaceAsync(connection, parsed, cancellation), cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteList(rules, Wire.Default.AgentRule);
                return;
            }

            if (rules.Count == 0)
            {
                Streams.Error.WriteLine("There is no rule: agents ask. Make one with: dispatch agents rules add allow edit 'src/**'");
                return;
            }

            var now = TimeProvider.System.GetUtcNow();
            TextTable.Write(width => TextTable.Build(Headings, [.. rules.Select(rule => Cells(rule, now))], [3], width, (_, _) => Style.Plain));
        });
        command.Add(Add());
        command.Add(Remove());
        return command;
    }

    private static DispatchCommand Add()
    {
        var answer = new Argument<string>("answer") { Description = "allow, deny, or ask." };
        answer.AcceptOnlyFromAmong("allow", "deny", "ask");
        var tool = new Argument<string?>("tool") { Description = $"What it is of: {string.Join(", ", AgentTools.All)}. Else any.", Arity = ArgumentArity.ZeroOrOne };
        tool.AcceptOnlyFromAmong([.. AgentTools.All]);
        var pattern = new Argument<string?>("pattern") { Description = "The files, as a glob below the workspace's folder; or the command, with * for anything. Else any.", Arity = ArgumentArity.ZeroOrOne };
        var agent = new Option<string>("--agent") { Description = "Only of this agent, as 'dispatch agents' names it.", HelpName = "AGENT" };
        var json = new Option<bool>("--json") { Description = "The rule as JSON, for programs." };
        return new DispatchCommand(
            "add",
            "Answer once and for all what agents ask, and print the rule's id. It binds what they ask and what Dispatch does for them; what an agent does by itself is held by its sandbox alone.",
            "dispatch agents rules add allow edit 'src/**'",
            "dispatch agents rules add deny execute 'git push *'")
        {
            answer, tool, pattern, agent, json, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var request = new AddAgentRule(
                Enum.Parse<AgentDecision>(parsed.GetRequiredValue(answer), ignoreCase: true), parsed.GetValue(agent), parsed.GetValue(tool), parsed.GetValue(pattern));
            var rule = await RuleApi.AddAsync(connection, await WorkspaceAsync(connection, parsed, cancellation), request, cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(rule, Wire.Default.AgentRule);
                return;
            }

            Streams.Out.WriteLine(rule.Id);
        });
    }

    private static DispatchCommand Remove()
    {
        var id = new Argument<string>("id") { Description = "Which, as 'dispatch agents rules' names it." };
        id.Validators.Add(UsageError.RefuseUnknownOption);
        return new DispatchCommand("rm", "Remove a rule: what it answered is asked again, from the next question on.", "dispatch agents rules rm 7k2mq0x9zc")
        {
            id, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            await RuleApi.RemoveAsync(connection, await WorkspaceAsync(connection, parsed, cancellation), parsed.GetRequiredValue(id), cancellation);
        });
    }

    private static async Task<string> WorkspaceAsync(ServerConnection connection, ParseResult parsed, CancellationToken cancellation) =>
        WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));

    private static string[] Cells(AgentRule rule, DateTimeOffset now) =>
    [
        rule.Id,
        rule.Decision switch { AgentDecision.Allow => "allow", AgentDecision.Deny => "deny", _ => "ask" },
        SafeText.Line(rule.Tool ?? "any"),
        SafeText.Line(rule.Pattern ?? "any"),
        SafeText.Line(rule.Agent ?? "any"),
        $"{RelativeTime.Span(now - rule.At)} ago{(rule.Origin == AgentRuleOrigin.Answered ? ", by an answer" : "")}",
    ];
}
