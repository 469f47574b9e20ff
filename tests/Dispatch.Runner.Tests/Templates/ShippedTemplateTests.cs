using System.Diagnostics;
using Dispatch.Protocol;
using Dispatch.Runner.Templates;

namespace Dispatch.Runner.Tests.Templates;

/// <summary>Each template that comes with Dispatch makes a project that can be built where what builds it is installed.</summary>
public sealed class ShippedTemplateTests : IDisposable
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "templates");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dispatch-template-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void All_of_them_are_there_and_whole()
    {
        var list = new TemplateCatalogue(new DataFolder(_folder.FullName)).List();

        Assert.Equal(
            ["cpp", "dotnet", "empty", "go", "java", "node", "python", "rust", "static-site", "typescript-vite"], list.Items.Select(item => item.Id).Order(StringComparer.Ordinal));
        Assert.All(list.Items, item => Assert.Null(item.Problem));
        Assert.All(list.Items, item => Assert.NotEmpty(item.Manifest?.Description ?? ""));
    }

    [Fact]
    public void Nothing_that_was_to_be_filled_in_is_left()
    {
        foreach (var id in Directory.EnumerateDirectories(Shipped).Select(folder => Path.GetFileName(folder)))
        {
            var made = Make(id);
            foreach (var file in Directory.EnumerateFiles(made, "*", SearchOption.AllDirectories))
            {
                Assert.DoesNotContain("{{", file, StringComparison.Ordinal);
                Assert.DoesNotContain("{{", File.ReadAllText(file), StringComparison.Ordinal);
            }

            Assert.False(File.Exists(Path.Combine(made, TemplateReader.FileName)));
        }
    }

    [Fact]
    public async Task Static_site_is_a_page() =>
        Assert.Contains("<h1>My site</h1>", await File.ReadAllTextAsync(Path.Combine(Make("static-site", ("title", "My site")), "index.html")), StringComparison.Ordinal);

    [WithProgram("node")]
    public Task Node() => Builds("node", "node --test && test \"$(node src/index.js Ada)\" = 'Hello, Ada.'");

    [WithProgram("python3")]
    public Task Python() => Builds("python", "python3 -m unittest && test \"$(python3 -m app Ada)\" = 'Hello, Ada.'");

    [WithProgram("dotnet")]
    public Task Dotnet() => Builds("dotnet", "dotnet build --nologo -v q -p:UseSharedCompilation=false && test \"$(dotnet bin/Debug/net10.0/App.dll Ada)\" = 'Hello, Ada.'");

    [WithProgram("go")]
    public Task Go() => Builds("go", "GOFLAGS=-mod=mod GOCACHE=\"$PWD/.cache\" go test ./...");

    [WithProgram("cmake")]
    public Task Cpp() => Builds("cpp", "cmake -B build && cmake --build build && ctest --test-dir build --output-on-failure");

    [WithProgram("cargo")]
    public Task Rust() => Builds("rust", "cargo test --offline");

    [WithProgram("javac")]
    public Task Java() => Builds("java", "javac -d build src/*.java && test \"$(java -cp build App Ada)\" = 'Hello, Ada.'");

    /// <summary>What it installs is what this repository has installed, of the same versions.</summary>
    [WithProgram("node_modules/.bin/vite")]
    public async Task Typescript_with_vite()
    {
        var made = Make("typescript-vite");
        foreach (var package in new[] { "typescript", "vite" })
        {
            var installed = await File.ReadAllTextAsync(Path.Combine(WithProgramAttribute.Repository, "node_modules", package, "package.json"));
            var version = System.Text.Json.Nodes.JsonNode.Parse(installed)!["version"]!.ToString();
            Assert.Contains($"\"{package}\": \"{version}\"", await File.ReadAllTextAsync(Path.Combine(made, "package.json")), StringComparison.Ordinal);
        }

        Directory.CreateSymbolicLink(Path.Combine(made, "node_modules"), Path.Combine(WithProgramAttribute.Repository, "node_modules"));
        await Run(made, "PATH=\"$PWD/node_modules/node/bin:$PATH\" npm run build && test -f dist/index.html");
    }

    private Task Builds(string id, string command) => Run(Make(id), command);

    private string Make(string id, params (string Id, string Value)[] given)
    {
        var template = new TemplateCatalogue(new DataFolder(_folder.FullName)).Open(id);
        var target = _folder.CreateSubdirectory($"My project {id}!").FullName;
        new TemplateCopy(template, new TemplateValues(template.Manifest, given.ToDictionary(one => one.Id, one => one.Value), Path.GetFileName(target)))
            .Into(target, CancellationToken.None);
        return target;
    }

    private static async Task Run(string folder, string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}:\n{await output}{await errors}");
    }
}

