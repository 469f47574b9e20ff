using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Dispatch.Protocol.Files;

namespace Dispatch.Runner.Tests.Files;

/// <summary>A file of more than two gigabytes, nearly all of it a hole that takes no room.</summary>
public sealed class LargeFileTests : IAsyncLifetime
{
    private const string Files = "/api/workspaces/default/files";
    private const long Size = (2L << 30) + 5;
    private const long MostMemory = 64L << 20;
    private FilesFixture _files = null!;

    public async Task InitializeAsync()
    {
        _files = await FilesFixture.StartAsync();
        await using var file = new FileStream(_files.At("huge.log"), FileMode.CreateNew);
        file.Write("needle at the start\n"u8);
        file.SetLength(Size - 4);
        file.Seek(0, SeekOrigin.End);
        file.Write("end\n"u8);
    }

    public async Task DisposeAsync() => await _files.DisposeAsync();

    [Fact]
    public async Task It_is_read_in_parts_and_whole_without_taking_memory()
    {
        _files.Write("small.log", "needle\n");
        await _files.Http.GetStringAsync(FilesFixture.Url("/content", "small.log"), RunnerFixture.Patience);
        var before = Resident();
        using (var request = new HttpRequestMessage(HttpMethod.Get, FilesFixture.Url("/content", "huge.log", "&download=1")))
        {
            request.Headers.Range = new(Size - 4, null);
            using var part = await _files.Http.SendAsync(request, RunnerFixture.Patience);
            Assert.Equal((HttpStatusCode.PartialContent, Size), (part.StatusCode, part.Content.Headers.ContentRange!.Length));
            Assert.Equal("end\n", await part.Content.ReadAsStringAsync());
        }

        using (var request = new HttpRequestMessage(HttpMethod.Get, FilesFixture.Url("/content", "huge.log")))
        using (var whole = await _files.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, RunnerFixture.Patience))
        {
            await using var body = await whole.Content.ReadAsStreamAsync();
            var buffer = new byte[1 << 20];
            var (total, last, most) = (0L, "", 0L);
            for (int count; (count = await body.ReadAsync(buffer, RunnerFixture.Patience)) > 0;)
            {
                if (total >> 28 != (total + count) >> 28)
                {
                    most = Math.Max(most, Resident());
                }

                total += count;
                last = count >= 4 ? Encoding.ASCII.GetString(buffer, count - 4, 4) : last[^(4 - count)..] + Encoding.ASCII.GetString(buffer, 0, count);
            }

            Assert.Equal((Size, "end\n"), (total, last));
            Assert.True(most - before < MostMemory, $"{before >> 20} MB, then {most >> 20} MB");
        }
    }

    [Fact]
    public async Task It_is_left_out_of_searches_and_replacements_and_moves_at_once()
    {
        _files.Write("small.log", "needle\n");
        var before = Resident();
        var (status, said) = await _files.SendAsync(HttpMethod.Post, Files + "/search", new { query = "needle" });
        Assert.True(status == 200, said);
        var found = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize(line, Protocol.Wire.Default.SearchLine)!);
        Assert.Equal(["small.log"], found.OfType<SearchMatch>().Select(match => match.Path));
        var replaced = await _files.SendAsync<Replaced>(
            HttpMethod.Post, Files + "/replace", new { query = "needle", replacement = "x", files = new[] { new { path = "huge.log" } } });
        Assert.Equal("file.too-large", Assert.Single(replaced.Failed).Code);
        Assert.True(Resident() - before < MostMemory);

        await _files.SendAsync<FileDetails>(HttpMethod.Post, Files + "/move", new { from = "huge.log", to = "moved.log" });
        Assert.Equal(Size, (await _files.InfoAsync("moved.log")).Size);
        await _files.SendAsync<Trashed>(HttpMethod.Post, Files + "/trash", new { paths = new[] { "moved.log" } });
    }

    private long Resident()
    {
        var line = File.ReadLines($"/proc/{_files.Runner.Pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }
}
