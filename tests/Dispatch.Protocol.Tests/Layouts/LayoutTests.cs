using Dispatch.Protocol.Layouts;

namespace Dispatch.Protocol.Tests.Layouts;

public class LayoutTests
{
    [Fact]
    public void A_window_with_nothing_open() => Snapshot.Is(
        """{"sideBar":{"shown":true,"width":248}}""", new Layout(new LayoutSideBar(true, 248)), Wire.Default.Layout);

    [Fact]
    public void A_window_in_two_parts() => Snapshot.Is(
        """{"sideBar":{"shown":false,"width":180},"root":{"split":{"direction":"row","ratios":[0.25,0.75],"parts":[{"group":{"id":1,"tabs":[{"session":"a","kind":"terminal"}],"active":"a"}},{"group":{"id":2,"tabs":[{"session":"b","kind":"terminal"}],"active":"b"}}]}},"active":2,"maximised":2}""",
        new Layout(
            new LayoutSideBar(false, 180),
            new LayoutNode(new LayoutSplit("row", [0.25, 0.75], [new LayoutNode(Group: Group(1, "a")), new LayoutNode(Group: Group(2, "b"))])),
            2,
            2),
        Wire.Default.Layout);

    [Fact]
    public void A_file_beside_the_list_of_files() => Snapshot.Is(
        """{"sideBar":{"shown":true,"width":248,"view":"files"},"root":{"group":{"id":1,"tabs":[{"kind":"file","path":"src/a.cs"}],"active":"file:src/a.cs"}},"active":1}""",
        new Layout(new LayoutSideBar(true, 248, "files"), new LayoutNode(Group: new LayoutGroup(1, [new LayoutTab("file", Path: "src/a.cs")], "file:src/a.cs")), 1),
        Wire.Default.Layout);

    private static LayoutGroup Group(int id, string session) => new(id, [new LayoutTab("terminal", session)], session);
}
