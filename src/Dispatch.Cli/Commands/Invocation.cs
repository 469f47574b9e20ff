using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.Json;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Commands;

/// <summary>Parses, runs and says in one line what went wrong.</summary>
internal static class Invocation
{
    private static InvocationConfiguration Configuration => new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
        Output = Streams.Out,
        Error = Streams.Error,
    };

    public static async Task<int> RunAsync(string[] arguments, params Command[] commands)
    {
        var root = new RootCommand("Terminals and AI agents that outlive their server, in the browser and here.") { GlobalOptions.Data };
        foreach (var command in commands)
        {
            root.Add(command);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);

        // Text to send may begin with @: no response files.
        var parsed = root.Parse(arguments is [] ? ["--help"] : arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            return Refuse(UsageError.Of(parsed), ExitCodes.Usage);
        }

        using var interruption = new Interruption();
        try
        {
            return await parsed.InvokeAsync(Configuration, interruption.Token);
        }
        catch (Failure failure)
        {
            return Refuse(failure.Message, failure.ExitCode);
        }
        catch (ReaderGoneException)
        {
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return interruption.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException or JsonException)
        {
            return Refuse(e.Message, ExitCodes.Failed);
        }
    }

    private static int Refuse(string message, int exitCode)
    {
        Streams.Error.WriteLine($"dispatch: {SafeText.Line(message)}");
        return exitCode;
    }
}
