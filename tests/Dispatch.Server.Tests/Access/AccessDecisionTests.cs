using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Server.Access;
using Dispatch.Server.Identity;

namespace Dispatch.Server.Tests.Access;

public sealed class AccessDecisionTests
{
    [Theory]
    // A grant on everything.
    [InlineData("*", "*", "session.read", "w1", true)]
    [InlineData("*", "*", "access.manage", null, true)]
    // A grant of one capability everywhere.
    [InlineData("*", "session.read", "session.read", "w1", true)]
    [InlineData("*", "session.read", "session.read", null, true)]
    [InlineData("*", "session.read", "session.write", "w1", false)]
    // A grant of everything in one workspace.
    [InlineData("w1", "*", "session.write", "w1", true)]
    [InlineData("w1", "*", "session.write", "w2", false)]
    [InlineData("w1", "*", "access.manage", null, false)]
    // A grant of one capability in one workspace.
    [InlineData("w1", "session.read", "session.read", "w1", true)]
    [InlineData("w1", "session.read", "session.read", "w2", false)]
    [InlineData("w1", "session.read", "session.write", "w1", false)]
    [InlineData("w1", "session.read", "session.read", null, false)]
    // Names are whole and exact.
    [InlineData("w1", "session.read", "session.READ", "w1", false)]
    [InlineData("w1", "session", "session.read", "w1", false)]
    [InlineData("w", "session.read", "session.read", "w1", false)]
    public void A_grant_opens_what_it_names_and_no_more(string workspace, string granted, string capability, string? place, bool allowed)
    {
        var refusal = AccessDecision.Decide(Somebody(new Grant(workspace, granted)), capability, place);

        Assert.Equal(allowed, refusal is null);
        if (!allowed)
        {
            Assert.Equal((ErrorKind.Forbidden, "access.denied"), (refusal!.Kind, refusal.Code));
            Assert.Contains(capability, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_a_grant_nothing_is_open()
    {
        foreach (var capability in Capabilities.All)
        {
            Assert.NotNull(AccessDecision.Decide(Somebody(), capability, "w1"));
            Assert.NotNull(AccessDecision.Decide(Somebody(), capability, null));
        }
    }

    [Fact]
    public void Nobody_is_asked_to_sign_in() =>
        Assert.Equal(ErrorKind.Unauthenticated, AccessDecision.Decide(null, Capabilities.SessionRead, "w1")?.Kind);

    [Fact]
    public void What_declares_no_capability_is_closed_to_everybody()
    {
        Assert.Equal(ErrorKind.Forbidden, AccessDecision.Decide(Somebody(new Grant("*", "*")), null, null)?.Kind);
        Assert.Equal(ErrorKind.Forbidden, AccessDecision.Decide(null, null, null)?.Kind);
    }

    private static Caller Somebody(params Grant[] grants) => new("p_1", "Somebody", null, 1, grants);
}
