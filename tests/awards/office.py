"""The pages of an award as somebody of the office uses them, and what is typed into their forms."""

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest_portal.accounts.models import User
from tests.awards.deeds import stored
from tests.factories.follow_ups import CCI, RUC, Followed
from tests.page_client import PageClient, words

EXPENSE = {
    "amount": "10",
    "on_date": "2026-11-26",
    "supplier": "Agro",
    "voucher_kind": "invoice",
    "ruc": RUC,
    "voucher_number": "F001-1",
    "item": "goods-1",
}
COUNTERPART = {"amount": "250", "on_date": "2026-11-25", "kind": "kind", "voucher": "Acta 3"}
RETURN = {"amount": "5", "on_date": "2026-11-26", "voucher": "0009"}
ACCOUNT = {"version": "1", "bank": "Caja Huancayo", "cci": CCI, "holder": "Sumaq Kuy"}
AMENDMENT = {"kind": "term", "ends_on": "2028-01-31", "items": "", "reason": "La sequía retrasó la compra."}


class Office:
    """The pages of an award, by whoever is signed in."""

    def __init__(self, client: PageClient, followed: Followed) -> None:
        self.client, self.followed = client, followed
        self.page = f"/oficina/premios/{followed.award.id}"

    def by(self, user: User) -> "Office":
        self.client.sign_in(user.id)
        return self

    def post(self, tail: str, data: dict[str, str] | None = None) -> TestResponse:
        return self.client.post(f"{self.page}/{tail}", data=data or {})

    def refused(self, tail: str, data: dict[str, str], status: int = 422) -> str:
        """Send what is refused; give what the page says, after looking that nothing stays."""
        session: Session = self.followed.session
        before = stored(session)
        answer = self.post(tail, data)
        session.expire_all()
        assert (answer.status_code, stored(session) == before) == (status, True)
        return words(answer.text)

    def read(self, tail: str = "") -> str:
        return self.client.read(f"{self.page}{tail}")


def office_of(client: PageClient, followed: Followed) -> Office:
    followed.session.commit()
    return Office(client, followed).by(followed.secretary)
