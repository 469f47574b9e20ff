using System.Text.Json.Serialization;

namespace Dispatch.Protocol.Layouts;

/// <summary>
/// How one window of a browser is arranged: body of <c>PUT</c> and answer of <c>GET /api/workspaces/{workspace}/layout</c>. At most
/// <see cref="LayoutLimits.Bytes"/> as JSON.
/// </summary>
/// <param name="SideBar">The side bar.</param>
/// <param name="Root">What the window is divided into; absent when nothing is open.</param>
/// <param name="Active">The id of the group that has the keyboard; absent when nothing is open.</param>
/// <param name="Maximised">The id of the group that fills the window; absent when all are shown.</param>
public sealed record Layout(LayoutSideBar SideBar, LayoutNode? Root = null, int? Active = null, int? Maximised = null);

/// <summary>A part of the window: either divided further, or a group of tabs. Exactly one of the two.</summary>
/// <param name="Split">What it is divided into.</param>
/// <param name="Group">Its tabs.</param>
public sealed record LayoutNode(LayoutSplit? Split = null, LayoutGroup? Group = null);

/// <param name="Direction"><c>row</c>: side by side; <c>column</c>: one below the other.</param>
/// <param name="Ratios">How much of the room each part has, in the parts' order; they add up to 1.</param>
/// <param name="Parts">Two or more.</param>
public sealed record LayoutSplit(string Direction, IReadOnlyList<double> Ratios, IReadOnlyList<LayoutNode> Parts);

/// <param name="Id">From 1, and no other group's.</param>
/// <param name="Tabs">One or more; a session or a file has one tab in a window.</param>
/// <param name="Active">The session of the tab that is shown; of a file <c>file:</c> and its path.</param>
public sealed record LayoutGroup(int Id, IReadOnlyList<LayoutTab> Tabs, string Active);

/// <summary>What a tab shows: a session or a file. Exactly one of the two.</summary>
/// <param name="Kind">Its kind, so that it can be shown before the session list is there; <c>file</c> of a file.</param>
/// <param name="Session">The id of the session, of this workspace.</param>
/// <param name="Path">The path of the file, relative to the workspace's folder.</param>
public sealed record LayoutTab(string Kind, [property: JsonPropertyOrder(-1)] string? Session = null, string? Path = null);

/// <param name="Shown">Whether it is shown.</param>
/// <param name="Width">CSS pixels.</param>
/// <param name="View">What it shows, by a name of the page's; absent for the list of sessions.</param>
public sealed record LayoutSideBar(bool Shown, int Width, string? View = null);
