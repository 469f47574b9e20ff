using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Dispatch.Cli.Commands;

internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DispatchCommand { Examples.Count: > 0 } command)
        {
            Console.Out.WriteLine("Examples:");
            foreach (var example in command.Examples)
            {
                Console.Out.WriteLine($"  {example}");
            }

            Console.Out.WriteLine();
        }

        return result;
    }
}
