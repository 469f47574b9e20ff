using Dispatch.Cli.Commands;
using Dispatch.Protocol;

namespace Dispatch.Cli.Connection;

/// <summary>The key that opens the server: from the environment as the server itself looks for it, else from the data folder.</summary>
/// <param name="Origin">The variable or the file it came from.</param>
/// <param name="Value">The key.</param>
internal sealed record AccessKey(string Origin, string Value)
{
    public static IReadOnlyList<string> Variables { get; } = ["DISPATCH_KEY", "TERMINAL_KEY"];

    public static AccessKey Read(DataFolder data)
    {
        foreach (var variable in Variables)
        {
            if (Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } value)
            {
                return Sendable(new AccessKey($"${variable}", value));
            }
        }

        try
        {
            return Sendable(new AccessKey(data.AccessKeyFile, File.ReadAllText(data.AccessKeyFile).Trim()));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new Failure($"There is no access key in {data.Root}: the first start makes it (dispatch start), and a lost one is replaced by: dispatch key rotate");
        }
        catch (UnauthorizedAccessException)
        {
            throw new Failure($"The access key {data.AccessKeyFile} is not readable: it belongs to another account. Name a data folder of your own with --data");
        }
    }

    private static AccessKey Sendable(AccessKey key) => key.Value.AsSpan().ContainsAnyExceptInRange(' ', '~')
        ? throw new Failure($"The access key of {key.Origin} is damaged: it has characters that no HTTP header carries. Correct it, or make a new one with: dispatch key rotate")
        : key;
}
