using System.CommandLine;

namespace Dispatch.Cli.Commands;

/// <summary>Columns or rows of a terminal.</summary>
internal static class SizeOption
{
    private const int Largest = 1000;

    public static Option<int?> Create(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && int.TryParse(value, out var size) && size is < 1 or > Largest)
            {
                result.AddError($"{name} {size} is out of range: 1 to {Largest}");
            }
        });
        return option;
    }
}
