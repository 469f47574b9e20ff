using Dispatch.Cli.Commands;

namespace Dispatch.Cli.Launch;

/// <summary>The other programs, published beside this one.</summary>
internal static class Programs
{
    public static string Server => Beside("Dispatch.Server");
    public static string Runner => Beside("Dispatch.Runner");

    private static string Beside(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, name);
        return File.Exists(path) ? path : throw new Failure($"{name} is missing beside {Environment.ProcessPath}: build or install Dispatch again");
    }
}
