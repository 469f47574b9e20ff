namespace Dispatch.Architecture.Tests;

public sealed class PlaceRuleTests
{
    private static readonly IReadOnlyList<SourceFile> Sources = Repository.Sources("src", ".cs");

    [Fact]
    public void Database_drivers_are_named_only_under_Storage() => Assert.Empty(PlaceRule.DatabaseDrivers.Violations(Sources));

    [Fact]
    public void Terminal_devices_are_made_only_in_the_runner() => Assert.Empty(PlaceRule.TerminalDevices.Violations(Sources));

    [Fact]
    public void Processes_are_started_only_where_they_may_be() => Assert.Empty(PlaceRule.ProcessStart.Violations(Sources));

    [Theory]
    [InlineData("src/Dispatch.Server/Identity/Sessions.cs", "using Npgsql;")]
    [InlineData("src/Dispatch.Runner/Sessions/Log.cs", "var c = new Microsoft.Data.Sqlite.SqliteConnection(s);")]
    public void A_driver_elsewhere_is_found(string path, string code) =>
        Assert.Single(PlaceRule.DatabaseDrivers.Violations([new SourceFile(path, code)]));

    [Fact]
    public void A_driver_under_Storage_is_fine() =>
        Assert.Empty(PlaceRule.DatabaseDrivers.Violations([new SourceFile("src/Dispatch.Server/Identity/Storage/Sessions.cs", "using Npgsql;")]));

    [Fact]
    public void A_comment_may_name_what_the_code_may_not() =>
        Assert.Empty(PlaceRule.DatabaseDrivers.Violations([new SourceFile("src/Dispatch.Server/A.cs", "var u = \"http://x\"; // Npgsql\n/* Dapper */")]));

    [Fact]
    public void What_follows_an_address_in_a_string_is_still_code() =>
        Assert.Single(PlaceRule.DatabaseDrivers.Violations([new SourceFile("src/Dispatch.Server/A.cs", "var u = \"http://x\"; Dapper.X();")]));

    [Theory]
    [InlineData("src/Dispatch.Cli/Attach/Raw.cs", "static partial int posix_openpt(int flags);")]
    [InlineData("src/Dispatch.Server/Environments/Local.cs", "[LibraryImport(\"libc\", EntryPoint = \"posix_spawn\")]")]
    public void A_terminal_device_outside_the_runner_is_found(string path, string code) =>
        Assert.Single(PlaceRule.TerminalDevices.Violations([new SourceFile(path, code)]));

    [Theory]
    [InlineData("src/Dispatch.Server/Identity/A.cs", "Process.Start(\"sh\");")]
    [InlineData("src/Dispatch.Cli/Attach/A.cs", "using var p = new Process();")]
    [InlineData("src/Dispatch.Terminal/A.cs", "var i = new ProcessStartInfo(\"sh\");")]
    public void A_start_of_a_process_elsewhere_is_found(string path, string code) =>
        Assert.Single(PlaceRule.ProcessStart.Violations([new SourceFile(path, code)]));

    [Theory]
    [InlineData("src/Dispatch.Cli/Launch/A.cs")]
    [InlineData("src/Dispatch.Server/Environments/A.cs")]
    [InlineData("src/Dispatch.Runner/Keeper/A.cs")]
    public void A_start_of_a_process_in_its_place_is_fine(string path) =>
        Assert.Empty(PlaceRule.ProcessStart.Violations([new SourceFile(path, "Process.Start(\"sh\");")]));
}
