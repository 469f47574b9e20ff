using System.CommandLine;
using System.Text.Json.Nodes;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Sessions;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Agents;

internal static class AgentCommand
{
    public static DispatchCommand Create()
    {
        var agent = new Option<string>("--agent") { Description = "Which one, as 'dispatch agents' lists them; else the first that is installed.", HelpName = "NAME" };
        var yes = new Option<bool>("--yes") { Description = "Allow all that it asks. Else it waits until somebody answers, in the page or with 'dispatch answer'." };
        var json = new Option<bool>("--json") { Description = "Print the events as lines of JSON instead of the answer." };
        var worktree = new Option<bool>("--worktree") { Description = "In a git worktree of its own, made for it: merge it with 'dispatch worktrees merge'." };
        var prompt = new Argument<string>("prompt") { Description = "What it should do." };
        var sandbox = new SandboxOptions();
        var created = new DispatchCommand(
            "agent",
            "Start an agent in the folder you are in, in the workspace that it lies in unless another is named; give it one prompt, print its answer and end it. Exits with 1 when it failed. The conversation stays in the list of sessions.",
            "dispatch agent \"what does this project do?\"",
            "dispatch agent --agent claude --yes \"make the tests pass\"",
            "dispatch agent --json \"plan the release\" | jq -r .type")
        {
            agent, yes, json, worktree, WorkspaceOption.Instance, prompt,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await WorkspaceOption.FindByFolderAsync(connection, parsed, cancellation);
            var workspace = WorkspaceOption.Id(found);
            var named = parsed.GetValue(agent) ?? await InstalledAsync(connection, workspace, cancellation);
            var session = await SessionApi.CreateAsync(connection, workspace, new CreateSession
            {
                RequestId = Guid.NewGuid().ToString("N"),
                Kind = "agent",
                Agent = named,
                Cwd = NewCommand.Folder(null, found),
                Worktree = parsed.GetValue(worktree) ? true : null,
                Sandbox = sandbox.Of(parsed),
            }, cancellation);
            if (session.State == SessionState.Failed)
            {
                throw new Failure(session.Reason ?? $"The session {session.Id} could not be started");
            }

            if (session.Sandbox is not null && !parsed.GetValue(worktree)
                && (found ?? (await WorkspaceApi.ListAsync(connection, cancellation)).FirstOrDefault(one => one.Id == WorkspaceOption.Default))?.Folder is { } writes
                && !NewCommand.IsWithin(session.Cwd, writes))
            {
                Streams.Error.WriteLine(
                    $"dispatch: the agent can't write in {session.Cwd}: its sandbox lets it in {writes} alone. Make a workspace of the folder with: dispatch workspace new --existing --folder {session.Cwd}");
            }

            var turn = new AgentTurn(session, parsed.GetValue(json));
            var stream = new SessionStream(connection, session.Id, SessionApi.Path(session), new AttachRequest { ReadOnly = true }, turn);
            var following = stream.RunAsync(cancellation);
            try
            {
                await EitherAsync(turn.Ready, following, turn);
                await AgentApi.CommandAsync(connection, session, "prompt", new JsonObject { ["text"] = parsed.GetRequiredValue(prompt) }, cancellation);
                while (await EitherAsync(turn.NextAskAsync(), following, turn) is { } ask)
                {
                    if (parsed.GetValue(yes))
                    {
                        await AgentApi.CommandAsync(connection, session, "answer", new JsonObject { ["ask"] = ask.Id, ["allow"] = true }, cancellation);
                    }
                    else
                    {
                        Streams.Error.WriteLine($"dispatch: the agent asks: {SafeText.Line(ask.Title)}. Answer it in the page, or with: dispatch answer {session.Id} allow");
                    }
                }
            }
            finally
            {
                await stream.FinishAsync();

                // Also of a prompt that was interrupted: nobody is left to look after it.
                await SessionApi.EndAsync(connection, session, null, CancellationToken.None);
            }

            if (turn.Failure is { } failure)
            {
                throw new Failure(failure);
            }
        });
        sandbox.AddTo(created);
        return created;
    }

    private static async Task<string> InstalledAsync(ServerConnection connection, string workspace, CancellationToken cancellation)
    {
        var agents = await AgentApi.ListAsync(connection, workspace, cancellation);
        return agents.FirstOrDefault(agent => agent.Installed)?.Id
            ?? throw new Failure("No agent is installed. See what each needs with: dispatch agents");
    }

    // What it waits for may never come once the session has ended.
    private static async Task<T> EitherAsync<T>(Task<T> wanted, Task following, AgentTurn turn)
    {
        if (await Task.WhenAny(wanted, following) == following && !wanted.IsCompleted)
        {
            await following;
            throw new Failure(turn.Failure ?? $"The agent ended before it had answered. See what it said: dispatch ls");
        }

        return await wanted;
    }
}
