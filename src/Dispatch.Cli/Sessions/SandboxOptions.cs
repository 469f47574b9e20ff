using System.CommandLine;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Sessions;

/// <summary>What a new session's program may reach.</summary>
internal sealed class SandboxOptions
{
    private readonly Option<bool> _sandbox = new("--sandbox")
    {
        Description = "In a sandbox, or not at all: it writes in the workspace's folder alone, and sees neither Dispatch's data nor other processes.",
    };

    private readonly Option<bool> _offline = new("--offline") { Description = "In a sandbox without any network." };

    private readonly Option<bool> _none = new("--no-sandbox") { Description = "With all that your account may. An agent has a sandbox where there is one." };

    public void AddTo(Command command)
    {
        command.Options.Add(_sandbox);
        command.Options.Add(_offline);
        command.Options.Add(_none);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_none) && (result.GetValue(_sandbox) || result.GetValue(_offline)))
            {
                result.AddError("--no-sandbox goes with neither --sandbox nor --offline");
            }
        });
    }

    /// <summary>Null for what is usual.</summary>
    public SandboxMode? Of(ParseResult parsed) =>
        parsed.GetValue(_none) ? SandboxMode.None
        : parsed.GetValue(_offline) ? SandboxMode.Offline
        : parsed.GetValue(_sandbox) ? SandboxMode.Workspace
        : null;
}
