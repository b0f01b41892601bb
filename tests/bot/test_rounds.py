"""A round is closed and opened again in the chat, through the whole edge."""

from store.rounds import load_rounds
from tests.bot.edge import Edge, tap, text


def test_an_admin_closes_the_round_and_opens_it_again(edge: Edge) -> None:
    edge.enrol("วิชัย ดูแล", "Uadmin")
    edge.post(text("Uadmin", "ปิดรอบ"))
    edge.line.wait_for(1)
    assert "ยังไม่รายงานผลสิ้นรอบ" in edge.line.texts[-1]
    edge.post(text("Uadmin", "1"))
    (closed,) = edge.read(load_rounds)
    assert closed.closed_at is not None
    edge.post(tap("Uadmin", ":open_round:first_half"))
    edge.line.wait_for(3)
    assert "เคยปิดเมื่อ" in edge.line.texts[-1] and "แจ้งทาง LINE ได้" in edge.line.texts[-1]
    edge.post(text("Uadmin", "1"))
    (opened,) = edge.read(load_rounds)
    assert opened.closed_at is None
