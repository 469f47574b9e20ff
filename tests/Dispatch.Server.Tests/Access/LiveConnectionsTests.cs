using Dispatch.Server.Access;
using Dispatch.Server.Identity;

namespace Dispatch.Server.Tests.Access;

public class LiveConnectionsTests
{
    private static readonly Caller Someone = new("p_someone", "Someone", null, 1, []);

    [Fact]
    public void One_that_ends_by_itself_while_it_is_cut_keeps_no_other_open()
    {
        var connections = new LiveConnections();
        var cut = 0;
        for (var i = 0; i < 3; i++)
        {
            connections.Add(Someone, () => throw new ObjectDisposedException("its context"));
            connections.Add(Someone, () => cut++);
        }

        Assert.Equal(6, connections.CutAll());
        Assert.Equal(3, cut);
        Assert.Empty(connections.Open);
    }

    [Fact]
    public void After_the_end_whoever_comes_is_cut_at_once()
    {
        var connections = new LiveConnections();
        var cut = 0;
        connections.Add(Someone, () => cut++);
        connections.End();
        connections.Add(Someone, () => cut++);
        Assert.Equal(2, cut);
        Assert.Empty(connections.Open);
    }
}
