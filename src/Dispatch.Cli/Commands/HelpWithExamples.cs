using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Commands;

internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DispatchCommand { Examples.Count: > 0 } command)
        {
            Streams.Out.WriteLine("Examples:");
            foreach (var example in command.Examples)
            {
                Streams.Out.WriteLine($"  {example}");
            }

            Streams.Out.WriteLine();
        }

        return result;
    }
}
