using Dispatch.Server.Forwarding;
using Dispatch.Server.Storage;
using Dispatch.Server.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Dispatch.Server.Tests.Forwarding;

public sealed class TokenMintTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly SigningKey _key;
    private readonly TokenMint _mint;

    public TokenMintTests()
    {
        var key = SigningKey.New();
        _key = new SigningKey(key.Id, key.PrivateKey);
        _mint = new TokenMint(_key, new Foundation("p_owner", "e_test", key.Id, key.PrivateKey), _time);
    }

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_token_is_used_again_while_it_has_twenty_seconds_left()
    {
        var first = _mint.ForServer();
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(first, _mint.ForServer());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(first, _mint.ForServer());
    }

    [Fact]
    public void A_token_of_a_clock_that_was_set_back_is_not_used_again()
    {
        var before = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromHours(2));
        _mint.ForServer();
        _time.Advance(TimeSpan.FromHours(-2));

        Assert.Equal(before.UtcDateTime, new JsonWebToken(_mint.ForServer()).ValidFrom, TimeSpan.FromSeconds(1));
    }
}
