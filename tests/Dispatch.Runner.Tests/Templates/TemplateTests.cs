using System.Text;
using Dispatch.Protocol.Templates;
using Dispatch.Runner.Templates;

namespace Dispatch.Runner.Tests.Templates;

public sealed class TemplateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dispatch-template-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("{\n  \"name\": \"a\",\n  \"nmae\": 1\n}", 3, "nmae")]
    [InlineData("{\n  \"name\": \"a\",\n  \"tasks\": [\n    { \"name\": \"build\" }\n  ]\n}", 4, "command")]
    [InlineData("{\n  \"name\": \"a\"\n", 3, "open")]
    [InlineData("{\n  \"description\": \"a\"\n}", 3, "name")]
    [InlineData("{\n  \"name\": 7\n}", 2, "$.name")]
    [InlineData("{\n  \"name\": \"\"\n}", 2, "the name is empty")]
    [InlineData("null", 1, "it is null")]
    [InlineData("{ \"name\": \"a\", \"parameters\": [\n { \"id\": \"a b\" } ] }", 2, "'a b' is no name of a parameter")]
    [InlineData("{ \"name\": \"a\", \"parameters\": [\n { \"id\": \"x\" },\n { \"id\": \"x\" } ] }", 2, "there twice")]
    [InlineData("{ \"name\": \"a\", \"parameters\": [\n { \"id\": \"x\",\n \"pattern\": \"(\" } ] }", 3, "no regular expression")]
    [InlineData("{ \"name\": \"a\",\n \"environment\": {\n \"DISPATCH_HOME\": \"/\" } }", 3, "DISPATCH_")]
    [InlineData("{ \"name\": \"a\",\n \"sessions\": [\n { \"name\": \"s\", \"folder\": \"../up\" } ] }", 3, "isn't below")]
    [InlineData("{ \"name\": \"a\",\n \"sessions\": [\n { \"name\": \"s\", \"command\": [] } ] }", 3, "names no program")]
    public void A_broken_one_names_line_and_reason(string json, int line, string reason)
    {
        var fault = Assert.Throws<TemplateFaultException>(() => TemplateReader.Parse("template.json", Encoding.UTF8.GetBytes(json)));

        Assert.Equal("template.broken", fault.Error.Code);
        Assert.StartsWith($"template.json, line {line}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_taken()
    {
        var manifest = TemplateReader.Parse("template.json", "\uFEFF{ // mine\n \"name\": \"a\", }"u8);
        Assert.Equal("a", manifest.Name);
    }

    [Fact]
    public void Own_ones_come_after_those_of_dispatch_and_take_the_place_of_one_of_the_same_id()
    {
        var shipped = _folder.CreateSubdirectory("shipped");
        var own = _folder.CreateSubdirectory("own");
        Write(shipped, "node", """{ "name": "Node" }""");
        Write(shipped, "go", """{ "name": "Go" }""");
        Write(own, "node", """{ "name": "My node" }""");
        Write(own, "broken", "{");
        own.CreateSubdirectory("no template");
        var catalogue = new TemplateCatalogue(shipped.FullName, own.FullName);

        Assert.Equal(["go", "broken", "node"], catalogue.List().Items.Select(item => item.Id));
        Assert.Contains("line 1", catalogue.List().Items[1].Problem, StringComparison.Ordinal);
        Assert.Equal("My node", catalogue.Open("node").Manifest.Name);
        foreach (var id in new[] { "none", "", "..", "../shipped/go", "." })
        {
            Assert.Equal("template.not-found", Assert.Throws<TemplateFaultException>(() => catalogue.Open(id)).Error.Code);
        }
    }

    [Fact]
    public void Parameters_are_held_against_what_the_template_takes()
    {
        var manifest = new TemplateManifest("T", Parameters:
        [
            new("name", "Name", "{folder}", "[a-z][a-z0-9-]*", "lower-case letters, digits and dashes"),
            new("port", "Port", Pattern: "[0-9]{1,5}"),
        ]);

        Assert.Equal("my-app:80 {{other}}", Values(manifest, "My App!", ("port", "80")).Fill("{{name}}:{{port}} {{other}}"));
        Assert.Equal("given:80", Values(manifest, "My App!", ("port", "80"), ("name", "given")).Fill("{{name}}:{{port}}"));
        Assert.Contains("needs a value for 'port' (Port)", Refused(manifest), StringComparison.Ordinal);
        Assert.Contains("must be what [0-9]{1,5} matches", Refused(manifest, ("port", "many")), StringComparison.Ordinal);
        Assert.Contains("must be lower-case letters", Refused(manifest, ("port", "1"), ("name", "No!")), StringComparison.Ordinal);
        Assert.Contains("no parameter 'prot'; it has name, port", Refused(manifest, ("prot", "1")), StringComparison.Ordinal);
        Assert.Contains("'1\n' can't be", Refused(manifest, ("port", "1\n")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_never_ends_keeps_nobody_busy()
    {
        var manifest = new TemplateManifest("T", Parameters: [new("x", Pattern: "(a+)+b")]);
        Assert.Contains("can't be x", Refused(manifest, ("x", new string('a', 60))), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_copied_with_names_texts_modes_and_links_and_without_what_is_the_templates_own()
    {
        var source = Write(_folder, "source", """{ "name": "T", "parameters": [{ "id": "x" }] }""");
        source.CreateSubdirectory(".git");
        source.CreateSubdirectory("{{x}}/sub");
        byte[] binary = [0, 255, .. "{{x}}"u8];
        File.WriteAllText(Path.Combine(source.FullName, "{{x}}/sub/run.sh"), "echo {{x}} {{y}}\n");
        File.SetUnixFileMode(Path.Combine(source.FullName, "{{x}}/sub/run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.WriteAllBytes(Path.Combine(source.FullName, "data"), binary);
        File.CreateSymbolicLink(Path.Combine(source.FullName, "link"), "{{x}}/sub/run.sh");

        var made = Copy(source, ("x", "mine"));

        Assert.Equal(["data", "link", "mine"], Directory.EnumerateFileSystemEntries(made).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal));
        Assert.Equal("echo mine {{y}}\n", File.ReadAllText(Path.Combine(made, "link")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(made, "mine/sub/run.sh")));
        Assert.Equal(binary, File.ReadAllBytes(Path.Combine(made, "data")));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../beside")]
    [InlineData("sub/../../beside")]
    [InlineData("sub/../template.json")]
    public void A_link_that_leads_outside_is_refused(string target)
    {
        var source = Write(_folder, "source", """{ "name": "T" }""");
        File.CreateSymbolicLink(Path.Combine(source.FullName, "link"), target);

        var fault = Assert.Throws<TemplateFaultException>(() => Copy(source));
        Assert.Equal("template.link-outside", fault.Error.Code);
        Assert.Contains(target, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_a_link_behind_a_link_nor_a_value_leads_outside()
    {
        var source = Write(_folder, "source", """{ "name": "T", "parameters": [{ "id": "x", "default": ".." }] }""");
        source.CreateSubdirectory("a/b/c");
        File.CreateSymbolicLink(Path.Combine(source.FullName, "a/b/c/top"), "../../../a");
        File.CreateSymbolicLink(Path.Combine(source.FullName, "a/b/c/up"), "top/../../beside");
        Assert.Equal("template.link-outside", Assert.Throws<TemplateFaultException>(() => Copy(source)).Error.Code);

        File.Delete(Path.Combine(source.FullName, "a/b/c/up"));
        File.CreateSymbolicLink(Path.Combine(source.FullName, "by value"), "{{x}}/beside");
        Assert.Contains("'../beside'", Assert.Throws<TemplateFaultException>(() => Copy(source)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_description_is_a_file_of_its_own_and_of_a_size()
    {
        var source = Write(_folder, "source", """{ "name": "T" }""");
        var file = Path.Combine(source.FullName, TemplateReader.FileName);
        File.Move(file, file + ".real");
        Assert.Contains("it isn't there", Fault(), StringComparison.Ordinal);
        File.CreateSymbolicLink(file, file + ".real");
        Assert.Contains("it is a link, or no file", Fault(), StringComparison.Ordinal);

        // Whoever opens it waits for somebody who writes into it.
        File.Delete(file);
        using (var made = System.Diagnostics.Process.Start("mkfifo", [file]))
        {
            made.WaitForExit();
        }

        Assert.Contains("it is a link, or no file", Fault(), StringComparison.Ordinal);
        File.Delete(file);
        File.WriteAllText(file, """{ "name": "T" }""" + new string(' ', 1 << 20));
        Assert.Contains("larger than 1 MB", Fault(), StringComparison.Ordinal);

        string Fault() => Assert.Throws<TemplateFaultException>(() => TemplateReader.Read(source.FullName)).Message;
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    public void A_parameter_never_leads_elsewhere_in_a_name(string value)
    {
        var source = Write(_folder, "source", """{ "name": "T", "parameters": [{ "id": "x" }] }""");
        File.WriteAllText(Path.Combine(source.FullName, "{{x}}"), "");

        Assert.Contains("no file can be", Assert.Throws<TemplateFaultException>(() => Copy(source, ("x", value))).Message, StringComparison.Ordinal);
    }

    private string Copy(DirectoryInfo source, params (string Id, string Value)[] given)
    {
        var template = new Template(source.FullName, TemplateReader.Read(source.FullName));
        var target = _folder.CreateSubdirectory("made").FullName;
        new TemplateCopy(template, Values(template.Manifest, "made", given)).Into(target, CancellationToken.None);
        return target;
    }

    private static TemplateValues Values(TemplateManifest manifest, string folder, params (string Id, string Value)[] given) =>
        new(manifest, given.ToDictionary(one => one.Id, one => one.Value), folder);

    private static string Refused(TemplateManifest manifest, params (string Id, string Value)[] given)
    {
        var fault = Assert.Throws<TemplateFaultException>(() => Values(manifest, "folder", given));
        Assert.Equal("template.bad-parameter", fault.Error.Code);
        return fault.Message;
    }

    private static DirectoryInfo Write(DirectoryInfo root, string id, string manifest)
    {
        var folder = root.CreateSubdirectory(id);
        File.WriteAllText(Path.Combine(folder.FullName, TemplateReader.FileName), manifest);
        return folder;
    }
}
