using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Dispatch.Protocol.Files;
using Dispatch.Runner.Files.Disk;

namespace Dispatch.Runner.Files.Search;

/// <summary>ripgrep, where the machine has it: it follows no links, and is ended with the request.</summary>
internal static class Ripgrep
{
    private const int MostArguments = 200;

    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, "rg")).FirstOrDefault(File.Exists);

    public static async Task RunAsync(
        string program, string folder, SearchFiles search, SearchPattern pattern, SearchResults results, TimeProvider time, CancellationToken cancellation)
    {
        using var root = FileRoot.Open(folder);
        var since = time.GetUtcNow() - BuiltInSearch.Tick;
        var (file, revision) = ("", (string?)null);
        using var process = Process.Start(Command(program, folder, search)) ?? throw new IOException("ripgrep didn't start");
        try
        {
            process.StandardInput.Close();
            var said = process.StandardError.ReadToEndAsync(cancellation);
            var enough = false;
            while (!enough && await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                if (Parse(line) is not var (path, number, text, ranges))
                {
                    continue;
                }

                // Its matches come one after another.
                if (file != path)
                {
                    (file, revision) = (path, RevisionOf(root, path, since));
                    if (revision is null)
                    {
                        // ripgrep may have read it before or after its last change: what is told is what is there, with the revision of that.
                        enough = !await BuiltInSearch.SearchAsync(root, new FilePath(path), pattern, results, time, cancellation);
                    }
                }

                enough = enough || (revision is not null && !await results.AddAsync(path, revision, number, text, ranges, cancellation));
            }

            if (!enough)
            {
                await process.WaitForExitAsync(cancellation);
                if (process.ExitCode == 2 && results.Matches == 0 && await said is { Length: > 0 } fault)
                {
                    // A single file that can't be read is no reason: only what it says of the expression is.
                    RefuseIfExpression(fault);
                }
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Null when it changed since, or is gone.</summary>
    private static string? RevisionOf(FileRoot root, string path, DateTimeOffset since)
    {
        try
        {
            var stat = root.Stat(FilePath.Parse(path));
            return stat.Changed < since ? stat.Revision : null;
        }
        catch (FileFaultException)
        {
            return null;
        }
    }

    private static void RefuseIfExpression(string fault)
    {
        if (fault.Contains("regex", StringComparison.OrdinalIgnoreCase) || fault.Contains("glob", StringComparison.OrdinalIgnoreCase))
        {
            throw SearchPattern.Invalid(fault.Trim().ReplaceLineEndings(" ").TrimEnd('.'));
        }
    }

    private static ProcessStartInfo Command(string program, string folder, SearchFiles search)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        var arguments = start.ArgumentList;
        foreach (var option in (string[])["--no-config", "--json", "--hidden", "--no-require-git", "--max-columns=0", "--max-filesize=16M", "--glob=!.git", "--glob=!.dispatch-*"])
        {
            arguments.Add(option);
        }

        arguments.Add(search.CaseSensitive ? "--case-sensitive" : "--ignore-case");
        AddIf(!search.Regex, "--fixed-strings");
        AddIf(search.Word, "--word-regexp");
        AddIf(search.Ignored, "--no-ignore");
        AddIf(!search.Ignored, "--glob=!node_modules");
        AddGlobs(search.Include, "");
        AddGlobs(search.Exclude, "!");
        arguments.Add("--regexp=" + search.Query);
        arguments.Add("./");
        return start;

        void AddIf(bool condition, string option)
        {
            if (condition)
            {
                arguments.Add(option);
            }
        }

        void AddGlobs(IReadOnlyList<string>? globs, string sign)
        {
            foreach (var glob in (globs ?? []).Where(glob => !string.IsNullOrWhiteSpace(glob)).Take(MostArguments))
            {
                var trimmed = glob.Trim().TrimEnd('/');
                arguments.Add($"--glob={sign}{trimmed}");
                arguments.Add($"--glob={sign}{trimmed}/**");
            }
        }
    }

    private static (string Path, int Number, string Line, List<(int Start, int End)> Ranges)? Parse(string json)
    {
        // Only lines of matches are read further: the others tell of files and times.
        if (!json.StartsWith("{\"type\":\"match\"", StringComparison.Ordinal))
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        var data = document.RootElement.GetProperty("data");
        var path = FileName.ToText(Bytes(data.GetProperty("path")));
        var line = Bytes(data.GetProperty("lines")).AsSpan();
        var ranges = new List<(int, int)>();
        foreach (var match in data.GetProperty("submatches").EnumerateArray())
        {
            var (start, end) = (match.GetProperty("start").GetInt32(), match.GetProperty("end").GetInt32());
            if (end > start)
            {
                ranges.Add((Encoding.UTF8.GetCharCount(line[..start]), Encoding.UTF8.GetCharCount(line[..end])));
            }
        }

        var text = Encoding.UTF8.GetString(line).TrimEnd('\n').TrimEnd('\r');
        return ranges.Count == 0 ? null : (path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path, data.GetProperty("line_number").GetInt32(), text, ranges);
    }

    private static byte[] Bytes(JsonElement either) =>
        either.TryGetProperty("text", out var text) ? Encoding.UTF8.GetBytes(text.GetString()!) : either.GetProperty("bytes").GetBytesFromBase64();
}
