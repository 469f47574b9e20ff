public final class {{class}} {
    private {{class}}() {
    }

    static String greeting(String name) {
        return "Hello, " + name + ".";
    }

    public static void main(String[] args) {
        System.out.println(greeting(args.length > 0 ? args[0] : "world"));
    }
}
