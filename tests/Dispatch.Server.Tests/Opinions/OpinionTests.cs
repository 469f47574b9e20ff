using System.Net;
using System.Net.Http.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Server;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Opinions;

public sealed class OpinionTests(PostgresCluster postgres) : EngineTests(postgres)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_people_say_is_counted_by_week_with_their_notes(string engine)
    {
        var options = await OptionsAsync(engine);
        await using var server = await RunningServer.StartAsync(Folder, same => same with { Database = options.Database });
        var browser = await server.SignInAsync();
        var before = Monday();

        await SayAsync(browser.Client, new SayOpinion(true));
        await SayAsync(browser.Client, new SayOpinion(false, " Slow\u0000 here,\n\ton <b>trains</b>. \u0007"));
        await SayAsync(browser.Client, new SayOpinion(true, "   "));

        var report = await ReadAsync(server.Program());
        // A test that runs over midnight on Sunday counts in two weeks.
        Assert.Equal((2, 1), (report.Weeks.Sum(week => week.Good), report.Weeks.Sum(week => week.Bad)));
        Assert.Contains(report.Weeks[0].Begins, new[] { before, Monday() });
        var note = Assert.Single(report.Notes);
        Assert.Equal((browser.Me.Name, false, "Slow here,\n\ton <b>trains</b>."), (note.By, note.Good, note.Text));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"good":"yes"}""")]
    [InlineData("not json")]
    public async Task What_is_no_opinion_is_refused(string body)
    {
        await using var server = await RunningServer.StartAsync(Folder);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var response = await server.Program().PostAsync(new Uri("/api/opinions", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty((await ReadAsync(server.Program())).Weeks);
    }

    [Fact]
    public async Task A_note_that_is_too_long_is_refused_whole()
    {
        await using var server = await RunningServer.StartAsync(Folder);

        using var response = await server.Program().PostAsJsonAsync("/api/opinions", new SayOpinion(true, new string('x', 2_001)), Wire.Default.SayOpinion);

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.invalid");
        Assert.Empty((await ReadAsync(server.Program())).Notes);
    }

    private static DateOnly Monday()
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        return today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
    }

    private static async Task SayAsync(HttpClient client, SayOpinion opinion)
    {
        using var response = await client.PostAsJsonAsync("/api/opinions", opinion, Wire.Default.SayOpinion);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    private static async Task<OpinionReport> ReadAsync(HttpClient client) =>
        (await client.GetFromJsonAsync("/api/opinions", Wire.Default.OpinionReport))!;
}
