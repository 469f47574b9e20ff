using Dispatch.Protocol.Layouts;

namespace Dispatch.Runner.Workspaces.Presets;

/// <summary>A layout with other sessions in the place of those it names: pure.</summary>
internal static class PresetLayout
{
    /// <summary>In reading order.</summary>
    public static IEnumerable<string> Sessions(LayoutNode? node) => node switch
    {
        { Split: { } split } => split.Parts.SelectMany(Sessions),
        { Group: { } group } => group.Tabs.Select(tab => tab.Session).OfType<string>(),
        _ => [],
    };

    /// <param name="ids">What each session is called from now on; the tabs of others go, and with them what only held them.</param>
    public static Layout With(Layout layout, IReadOnlyDictionary<string, string> ids)
    {
        var root = Node(layout.Root, ids);
        var groups = Groups(root).ToArray();
        return layout with
        {
            Root = root,
            Active = groups.Contains(layout.Active ?? 0) ? layout.Active : groups is [var first, ..] ? first : null,
            Maximised = groups.Length > 1 && groups.Contains(layout.Maximised ?? 0) ? layout.Maximised : null,
        };
    }

    private static LayoutNode? Node(LayoutNode? node, IReadOnlyDictionary<string, string> ids) => node switch
    {
        { Split: { } split } => Split(split, ids),
        { Group: { } group } => Group(group, ids) is { } kept ? new LayoutNode(Group: kept) : null,
        _ => null,
    };

    private static LayoutNode? Split(LayoutSplit split, IReadOnlyDictionary<string, string> ids)
    {
        var parts = split.Parts.Select((part, i) => (Node: Node(part, ids), Ratio: split.Ratios[i])).Where(part => part.Node is not null).ToArray();
        if (parts.Length < 2)
        {
            return parts is [var (only, _)] ? only : null;
        }

        var sum = parts.Sum(part => part.Ratio);
        return new LayoutNode(Split: split with { Parts = [.. parts.Select(part => part.Node!)], Ratios = [.. parts.Select(part => part.Ratio / sum)] });
    }

    private static LayoutGroup? Group(LayoutGroup group, IReadOnlyDictionary<string, string> ids)
    {
        var tabs = group.Tabs
            .Where(tab => tab.Session is null || ids.ContainsKey(tab.Session))
            .Select(tab => tab.Session is { } session ? tab with { Session = ids[session] } : tab)
            .ToArray();
        if (tabs.Length == 0)
        {
            return null;
        }

        var active = ids.GetValueOrDefault(group.Active, group.Active);
        return group with { Tabs = tabs, Active = tabs.Any(tab => NameOf(tab) == active) ? active : NameOf(tabs[0]) };
    }

    private static string NameOf(LayoutTab tab) => tab.Path is { } path ? "file:" + path : tab.Session!;

    private static IEnumerable<int> Groups(LayoutNode? node) => node switch
    {
        { Split: { } split } => split.Parts.SelectMany(Groups),
        { Group: { } group } => [group.Id],
        _ => [],
    };
}
