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
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
            {
                return new AccessKey($"${variable}", value.Trim());
            }
        }

        try
        {
            return new AccessKey(data.AccessKeyFile, File.ReadAllText(data.AccessKeyFile).Trim());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new Failure($"There is no access key in {data.Root} yet: it is made by the first start. Start it with: dispatch start");
        }
        catch (UnauthorizedAccessException)
        {
            throw new Failure($"The access key {data.AccessKeyFile} is not readable: it belongs to another account. Name a data folder of your own with --data");
        }
    }
}
