using System.Net;
using System.Net.Http.Json;
using Dispatch.Loops;
using Dispatch.Protocol;
using Dispatch.Protocol.Problems;
using Dispatch.Server.Environments;
using Dispatch.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dispatch.Server.Tests.Hosting;

public sealed class ReadinessTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_warning_is_told_and_keeps_nobody_from_work()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        runner.Troubles = [new ProblemPart("disk", "disk.low", "Little room.", Warning: true)];
        await using var server = await RunningServer.StartAsync(_folder);
        await server.WaitForLinkAsync(RunnerState.Connected);

        using var ready = await server.Browser().GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        var status = await server.Program().GetFromJsonAsync("/api/status", Wire.Default.ServerStatus);
        Assert.Equal(runner.Troubles, status!.Runner!.Troubles);
    }

    [Fact]
    public async Task Each_thing_that_isnt_well_is_a_part_of_the_answer()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        await server.WaitForLinkAsync(RunnerState.Connected);
        using (var well = await server.Browser().GetAsync("/readyz"))
        {
            Assert.Equal(HttpStatusCode.OK, well.StatusCode);
        }

        runner.Troubles = [new ProblemPart("disk", "disk.full", "No room."), new ProblemPart("keeper", "keeper.unavailable", "No keeper.")];
        var tide = server.Services.GetRequiredService<BackgroundLoops>().State("the tide");
        for (var time = 0; time < 3; time++)
        {
            tide.Failed(new IOException("No moon."));
        }

        using var ready = await server.Browser().GetAsync("/readyz");

        var problem = await ready.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "disk.full");
        Assert.Equal(["disk", "keeper", "loop"], problem.Parts!.Select(part => part.Part));
        Assert.Contains("the tide failed 3 times in a row: No moon.", problem.Detail, StringComparison.Ordinal);

        runner.Troubles = null;
        tide.Succeeded();
        using var again = await server.Browser().GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }
}
