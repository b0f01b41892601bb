"""`python -m simulator`: a stand-in for LINE on this machine."""

import argparse
import contextlib
import sys

from .app import Server
from .clock import read_instant


def main() -> int:
    """Serve until interrupted; exit 1 with one line where the port is taken."""
    args = _arguments()
    try:
        server = Server(args.host, args.port, args.seed)
    except (OSError, SystemExit):
        sys.stderr.write(f"port {args.port} of {args.host} is taken or not ours; try --port {args.port + 1}\n")
        return 1
    channel = server.world.find_channel()
    channel.webhook.endpoint = args.webhook
    if args.start:
        try:
            server.world.clock.move_to(read_instant(args.start))
        except ValueError as error:
            sys.stderr.write(f"--start {args.start}: {error}\n")
            return 1
    sys.stdout.write(f"LINE simulator on {server.url} (channel {channel.id})\n")
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        server.serve()
    server.close()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m simulator", description="A stand-in for the LINE platform.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5800, choices=range(65536), metavar="0-65535")
    parser.add_argument("--webhook", help="where the bot listens; bots may also set it by the API")
    parser.add_argument("--start", metavar="ISO", help="begin at this instant, not before 2026-11-20T09:00")
    parser.add_argument("--seed", type=int, help="repeat the same ids and draws")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
