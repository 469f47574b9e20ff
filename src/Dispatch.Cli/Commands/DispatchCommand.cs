using System.CommandLine;

namespace Dispatch.Cli.Commands;

/// <summary>A command with examples for its help: lines of <c>dispatch …</c>, each with what it does after a <c>#</c>.</summary>
internal sealed class DispatchCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    public DispatchCommand Runs(Func<ParseResult, CancellationToken, Task<int>> action)
    {
        SetAction(action);
        return this;
    }

    public DispatchCommand Runs(Func<ParseResult, CancellationToken, Task> action) => Runs(async (parsed, cancellation) =>
    {
        await action(parsed, cancellation);
        return ExitCodes.Ok;
    });
}
