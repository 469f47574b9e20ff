# A full-screen redraw by curses: a bar that moves, a window that scrolls, text in colours, wide characters.
import curses, locale, random

locale.setlocale(locale.LC_ALL, "C.UTF-8")

def main(screen):
    curses.start_color()
    curses.use_default_colors()
    for i in range(1, 8):
        curses.init_pair(i, i, -1)
    random.seed(7)
    rows, cols = screen.getmaxyx()
    log = curses.newwin(rows // 2, cols // 2, 2, cols // 2 - 1)
    log.scrollok(True)
    for frame in range(120):
        screen.erase()
        screen.border()
        for _ in range(12):
            y, x = random.randrange(1, rows - 1), random.randrange(1, cols - 6)
            screen.addstr(y, x, random.choice(["star", "漢字", "Ω", "===>", "--"]), curses.color_pair(random.randrange(1, 8)) | random.choice([0, curses.A_BOLD, curses.A_REVERSE, curses.A_UNDERLINE]))
        screen.hline(frame % (rows - 2) + 1, 1, curses.ACS_HLINE, cols - 2)
        screen.addstr(rows - 1, 2, f" frame {frame} ")
        screen.noutrefresh()
        log.addstr(f"line {frame} {'.' * (frame % 50)}\n")
        log.touchwin()
        log.noutrefresh()
        curses.doupdate()
        curses.napms(10)

curses.wrapper(main)
