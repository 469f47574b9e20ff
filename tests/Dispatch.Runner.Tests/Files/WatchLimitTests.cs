using System.Diagnostics;
using Dispatch.Protocol.Files;

namespace Dispatch.Runner.Tests.Files;

/// <summary>What the system doesn't watch, and what it lost count of.</summary>
public sealed class WatchLimitTests
{
    [WithFewWatches]
    public async Task Beyond_the_systems_limit_the_reason_is_told_and_changes_come_a_little_later()
    {
        await using var files = await FilesFixture.StartAsync(watches: 3);
        var folders = Enumerable.Range(0, 8).Select(i => $"f{i}").ToArray();
        foreach (var folder in folders)
        {
            files.Write($"{folder}/a", "1");
        }

        using var client = await WatchClient.ConnectAsync(files, folders, ["f7/a"]);
        var limited = await client.ReceiveAsync<WatchLimited>(_ => true);
        Assert.Contains("fs.inotify.max_user_watches", limited.Reason, StringComparison.Ordinal);

        // All of them, those that are watched and those that are looked at.
        foreach (var folder in folders)
        {
            files.Write($"{folder}/b", "1");
            await client.ReceiveAsync<FilesChanged>(changed => changed.Folders.Contains(folder));
        }

        await File.WriteAllTextAsync(files.At("f7/a"), "another");
        await client.ReceiveAsync<FilesChanged>(changed => changed.Files.Contains("f7/a"));
    }

    [Fact]
    public async Task After_more_than_the_system_kept_everything_is_to_be_read_anew_and_what_came_in_its_place_is_watched()
    {
        await using var files = await FilesFixture.StartAsync();
        files.Write("shown/a", "1");
        using var client = await WatchClient.ConnectAsync(files, ["", "shown"], []);
        await client.ReadyAsync("shown");

        // A runner that reads nothing for a while: the queue is full before the folder is another.
        var most = int.Parse(await File.ReadAllTextAsync("/proc/sys/fs/inotify/max_queued_events"));
        Signal(files.Runner.Pid, "STOP");
        await UntilStoppedAsync(files.Runner.Pid);
        try
        {
            for (var i = 0; i <= most; i++)
            {
                File.Move(files.At($"shown/{(i % 2 == 0 ? "a" : "b")}"), files.At($"shown/{(i % 2 == 0 ? "b" : "a")}"));
            }

            Directory.Delete(files.At("shown"), recursive: true);
            files.Write("shown/new", "1");
        }
        finally
        {
            Signal(files.Runner.Pid, "CONT");
        }

        await client.ReceiveAsync<WatchOverflow>(_ => true);
        Assert.Equal(["new"], (await files.ListAsync("shown")).Entries.Select(entry => entry.Name));
        files.Write("shown/later", "1");
        await client.ReceiveAsync<FilesChanged>(changed => changed.Folders.Contains("shown"));
    }

    // The signal is on its way when kill ends: until each thread has stopped, one may still empty the queue.
    private static async Task UntilStoppedAsync(int pid)
    {
        var patience = RunnerFixture.Patience;
        while (Directory.EnumerateDirectories($"/proc/{pid}/task").Any(task => !File.ReadAllText($"{task}/stat").Contains(") T ", StringComparison.Ordinal)))
        {
            await Task.Delay(5, patience);
        }
    }

    private static void Signal(int pid, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{pid}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}

/// <summary>A test that needs a small limit of watches of its own, or is skipped with the reason where none can be set.</summary>
internal sealed class WithFewWatchesAttribute : FactAttribute
{
    private static readonly string? Missing = WhyNot();

    public WithFewWatchesAttribute() => Skip = Missing;

    private static string? WhyNot()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("unshare", ["-Ur", "/bin/sh", "-c", "echo 3 > /proc/sys/user/max_inotify_watches"])
            {
                RedirectStandardError = true,
            })!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"No small limit of watches can be set here: {said.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"No small limit of watches can be set here: {e.Message}";
        }
    }
}
