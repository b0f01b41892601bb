"""A round is closed and opened again in the chat, through the whole edge."""

from store.rounds import load_rounds
from tests.bot.edge import Edge, tap, text


def test_an_admin_closes_the_round_and_opens_it_again(edge: Edge) -> None:
    edge.enrol("วิชัย ดูแล", "Uadmin")
    assert "ยังไม่รายงานผลสิ้นรอบ" in edge.hear(text("Uadmin", "ปิดรอบ"))
    edge.hear(text("Uadmin", "1"))
    (closed,) = edge.read(load_rounds)
    assert closed.closed_at is not None
    heard = edge.hear(tap("Uadmin", ":open_round:first_half"))
    assert "เคยปิดเมื่อ" in heard and "แจ้งทาง LINE ได้" in heard
    edge.hear(text("Uadmin", "1"))
    (opened,) = edge.read(load_rounds)
    assert opened.closed_at is None
