using System.Globalization;

namespace Dispatch.Protocol.Layouts;

/// <summary>What makes a layout one that a page can show.</summary>
public sealed class LayoutRules
{
    private readonly HashSet<int> _groups = [];
    /// <summary>Sessions, and files with what a group calls them by.</summary>
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);

    private LayoutRules()
    {
    }

    /// <returns>The first fault, naming its place as <c>root.split.parts[1].group</c> does; null when there is none.</returns>
    public static string? Fault(Layout layout) => new LayoutRules().Check(layout);

    private string? Check(Layout layout) =>
        (layout.SideBar is null ? "sideBar is missing"
            : layout.SideBar.Width is < 0 or > LayoutLimits.Width ? $"sideBar.width is {layout.SideBar.Width}, not from 0 to {LayoutLimits.Width}"
            : layout.SideBar.View is { } view && !IsName(view) ? $"sideBar.view is {Said(view)}, not 1 to {LayoutLimits.Name} printable characters"
            : null)
        ?? (layout.Root is null ? null : Check(layout.Root, "root", 0))
        ?? (_shown.Count > LayoutLimits.Tabs ? $"root has {_shown.Count} tabs, more than {LayoutLimits.Tabs}" : null)
        ?? CheckName(layout.Active, "active")
        ?? CheckName(layout.Maximised, "maximised")
        ?? (layout.Root is not null && layout.Active is null ? "active is missing, though there are groups" : null);

    private string? CheckName(int? group, string place) =>
        group is { } id && !_groups.Contains(id) ? $"{place} names the group {id}, which is not there" : null;

    private string? Check(LayoutNode? node, string place, int depth) => node switch
    {
        null => $"{place} is missing",
        { Split: not null, Group: not null } => $"{place} is both a split and a group",
        { Split: { } split } => depth == LayoutLimits.Depth
            ? $"{place} is the {LayoutLimits.Depth + 1}th split within another, more than {LayoutLimits.Depth}"
            : Check(split, place + ".split", depth),
        { Group: { } group } => Check(group, place + ".group"),
        _ => $"{place} is neither a split nor a group",
    };

    private string? Check(LayoutSplit split, string place, int depth)
    {
        if (split.Direction is not ("row" or "column"))
        {
            return $"{place}.direction is {Said(split.Direction)}, not row or column";
        }

        if (split.Parts is not { Count: > 1 })
        {
            return $"{place}.parts has {split.Parts?.Count ?? 0}, fewer than two";
        }

        if (split.Ratios?.Count != split.Parts.Count)
        {
            return $"{place}.ratios has {split.Ratios?.Count ?? 0} for {split.Parts.Count} parts";
        }

        for (var i = 0; i < split.Ratios.Count; i++)
        {
            if (!(split.Ratios[i] is > 0 and < 1))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{place}.ratios[{i}] is {split.Ratios[i]}, not between 0 and 1");
            }
        }

        if (Math.Abs(split.Ratios.Sum() - 1) > 0.001)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{place}.ratios add up to {split.Ratios.Sum()}, not to 1");
        }

        for (var i = 0; i < split.Parts.Count; i++)
        {
            if (Check(split.Parts[i], $"{place}.parts[{i}]", depth + 1) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private string? Check(LayoutGroup group, string place)
    {
        if (group.Id < 1 || !_groups.Add(group.Id))
        {
            return $"{place}.id is {group.Id}, {(group.Id < 1 ? "less than 1" : "as another group's")}";
        }

        if (group.Tabs is not { Count: > 0 })
        {
            return $"{place}.tabs is empty";
        }

        for (var i = 0; i < group.Tabs.Count; i++)
        {
            if (Check(group.Tabs[i], $"{place}.tabs[{i}]") is { } fault)
            {
                return fault;
            }
        }

        return group.Tabs.Any(tab => NameOf(tab) == group.Active) ? null : $"{place}.active is {Said(group.Active)}, which is none of its tabs";
    }

    private string? Check(LayoutTab? tab, string place) => tab switch
    {
        null => $"{place} is missing",
        { Session: not null, Path: not null } => $"{place} is both a session and a file",
        { Path: { } path } when !IsName(path, LayoutLimits.Path) => $"{place}.path is {Said(path)}, not 1 to {LayoutLimits.Path} printable characters",
        { Path: null } when !IsName(tab.Session) => $"{place}.session is {Said(tab.Session)}, not 1 to {LayoutLimits.Name} printable characters",
        _ when !IsName(tab.Kind) => $"{place}.kind is {Said(tab.Kind)}, not 1 to {LayoutLimits.Name} printable characters",
        _ when !_shown.Add(NameOf(tab)) => $"{place}.{(tab.Path is null ? "session" : "path")} is {Said(tab.Path ?? tab.Session)}, which has a tab already",
        _ => null,
    };

    // What a group's `active` calls it.
    private static string NameOf(LayoutTab tab) => tab.Path is { } path ? "file:" + path : tab.Session ?? "";

    private static bool IsName(string? name, int longest = LayoutLimits.Name) =>
        name is { Length: > 0 } && name.Length <= longest && !name.Any(char.IsControl);

    private static string Said(string? value) => value switch
    {
        null => "missing",
        "" => "empty",
        { Length: > LayoutLimits.Name } => "too long",
        _ when value.Any(char.IsControl) => "not printable",
        _ => value,
    };
}
