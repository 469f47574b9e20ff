namespace Dispatch.Runner.Tests.Terminals.ShellIntegration;

/// <summary>A test that needs a shell which not every machine has.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WithShellAttribute : FactAttribute
{
    public WithShellAttribute(string shell)
    {
        if (!File.Exists(Path.Combine("/usr/bin", shell)))
        {
            Skip = $"{shell} is missing: install Debian's {shell}";
        }
    }
}
