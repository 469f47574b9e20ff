using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Workspaces.Variables;

/// <summary>
/// The workspaces' secret variables, as the server gave them: in this memory and nowhere else. A workspace remembers that it has some, so that
/// nothing is started in it without them while the server hasn't come yet.
/// </summary>
internal sealed class SecretVariables(WorkspaceRegistry workspaces, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Take(RunnerSecrets secrets)
    {
        foreach (var workspace in workspaces.All)
        {
            var own = secrets.Workspaces.GetValueOrDefault(workspace.Id) ?? new Dictionary<string, string>();
            workspace.Secrets = own;

            // A name has one value: the last that was set is the secret one.
            var plain = workspace.Record.Variables;
            var hides = plain?.Keys.Any(own.ContainsKey) is true;
            if (hides || workspace.Record.HasSecrets != own.Count > 0)
            {
                workspaces.Change(workspace, record => record with
                {
                    HasSecrets = own.Count > 0,
                    Variables = hides ? plain!.Where(variable => !own.ContainsKey(variable.Key)).ToDictionary(StringComparer.Ordinal) : record.Variables,
                });
            }
        }

        _arrived.TrySetResult();
    }

    /// <summary>Null once something may be started in the workspace.</summary>
    public async ValueTask<Error?> AwaitAsync(Workspace workspace, CancellationToken cancellation)
    {
        if (!workspace.Record.HasSecrets || _arrived.Task.IsCompleted)
        {
            return null;
        }

        try
        {
            await _arrived.Task.WaitAsync(Patience, time, cancellation);
            return null;
        }
        catch (TimeoutException)
        {
            return new Error(
                ErrorKind.Unavailable, "workspace.secrets-missing",
                $"The workspace '{workspace.Info.Name}' has secret variables, and the server has not given them to this runner yet. Try again in a moment; what the server logs says why: dispatch logs server.");
        }
    }
}
