//! Samples of the pages of staff: signing in, the desk, accounts, units, imports, the audit log.

use tongxing_domain::{
    account::{Account, AccountState},
    audit::{AuditActor, Entry},
    id::Id,
    name::PersonName,
    problem::Problem,
    role::{Role, RoleAssignment},
    time::{Period, Timestamp},
    unit::Unit,
};
use tongxing_usecases::{
    account::{end_sessions::Session, list::Staff, own::Own, second_factor::Offer},
    audit::{
        list::{Head, Line, Logged},
        verify::{Breach, Verdict},
    },
    desk::Desk,
    import::{Report, RowProblem},
    unit::{list::Branch, show::Shown},
};

use super::{Sample, sample};
use crate::{
    account::{
        create::{self, CreatePage, FirstPasswordPage},
        list::{self, AccountsPage},
        manage::{AccountPage, Offers},
        own::OwnPage,
        password::PasswordPage,
        second_factor::SecondFactorPage,
        tokens::TokensPage,
    },
    audit::list::{Asked, AuditPage},
    desk::DeskPage,
    import::ImportPage,
    sign_in::SignInPage,
    trouble::Trouble,
    ui::Problems,
    unit::{
        self,
        list::UnitsPage,
        save::{Typed, UnitPage},
    },
    visitor::Visitor,
};

const LONG: &str =
    "A unit with a name that is much longer than anybody would sensibly give to a faculty or an office";

/// All of them.
pub(super) fn samples(v: &Visitor) -> Vec<Sample> {
    let made_up = [own(v), accounts(v), units(v)].map(|made| made.unwrap_or_else(no_such_thing));
    [signing_in(v), imports(v), audit(v)].into_iter().chain(made_up).flatten().collect()
}

/// What is made up here has to be possible all the same; the tests say so when it is not.
fn no_such_thing() -> Vec<Sample> {
    vec![Sample { name: "staff", html: Err(Trouble::broken("a sample that cannot exist")) }]
}

fn signing_in(v: &Visitor) -> Vec<Sample> {
    let mut problems = Problems::none(v.lang);
    problems.add("", "", v.lang.problem(&Problem::new("sign-in-locked").with("minutes", 15)));
    let failed = SignInPage { problems, login: "20010001".into(), ..SignInPage::new(v, "/audit") };
    let empty = Desk {
        open: 0,
        done_this_week: 0,
        unread: 0,
        tasks: Vec::new(),
        filed: Vec::new(),
        notices: Vec::new(),
    };
    vec![
        sample("sign_in/empty", &SignInPage { signed_out: true, ..SignInPage::new(v, "") }),
        sample("sign_in/locked", &failed),
        sample("desk/empty", &DeskPage::new(v, empty)),
    ]
}

fn own(v: &Visitor) -> Option<Vec<Sample>> {
    let session = |n: u8| Session {
        id: id(n),
        account: id(1),
        created_at: v.shell.now().plus_millis(-7_200_000),
        last_seen_at: v.shell.now(),
        expires_at: v.shell.now(),
        address: "192.0.2.7".into(),
        agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0".into(),
        purpose: None,
    };
    let own = |second_factor| {
        let unit = || Some(branch(2, 1, false).unit);
        Some(Own {
            account: account(1, "赵六")?,
            unit: unit(),
            roles: vec![(role(v, 3, Role::UnitHead)?, unit()), (role(v, 4, Role::Guard)?, None)],
            password_set_at: Some(v.shell.now()),
            second_factor,
        })
    };
    let offer = Offer {
        secret: "JBSWY3DPEHPK3PXP".into(),
        address: "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP".into(),
    };
    let mut problems = Problems::none(v.lang);
    problems.add("new", v.t("account-password-new"), v.lang.problem(&Problem::new("password-known")));
    let factor = |name, on, offer: Option<&Offer>| match SecondFactorPage::new(v, on, offer) {
        Ok(page) => sample(name, &page),
        Err(trouble) => Sample { name, html: Err(trouble) },
    };
    Some(vec![
        sample(
            "account/own one session",
            &OwnPage::new(v, own(false)?, vec![(session(5), true)], "password"),
        ),
        sample(
            "account/own typical",
            &OwnPage::new(v, own(true)?, vec![(session(5), true), (session(6), false)], ""),
        ),
        sample("account/tokens empty", &TokensPage::new(v, Vec::new())),
        sample(
            "account/tokens typical",
            &TokensPage {
                secret: Some("tongxing_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG".into()),
                ..TokensPage::new(v, vec![Session { purpose: Some("数据中心同步".into()), ..session(7) }])
            },
        ),
        sample("account/password first", &PasswordPage { first: true, ..PasswordPage::new(v) }),
        sample("account/password wrong", &PasswordPage { problems, ..PasswordPage::new(v) }),
        factor("account/second factor off", false, None),
        factor("account/second factor begun", false, Some(&offer)),
        factor("account/second factor on", true, None),
    ])
}

fn accounts(v: &Visitor) -> Option<Vec<Sample>> {
    let staff = |n, name| {
        let roles: Option<Vec<_>> = Role::ALL.into_iter().map(|r| role(v, n + 20, r)).collect();
        Some(Staff { account: account(n, name)?, roles: roles? })
    };
    let closed = || {
        let mut staff = staff(2, "Maria-Magdalena von und zu Hohenstein-Oberwallersbach")?;
        staff.account.state = AccountState::Disabled;
        Some(staff)
    };
    let units = || vec![branch(1, 0, true), branch(2, 1, false)];
    let page = |offers| Some(AccountPage::new(v, staff(1, "赵六")?, offers, &units()));
    let mut problems = Problems::none(v.lang);
    problems.add("", "", v.lang.problem(&Problem::new("roles-exclude")));
    let both = Offers { manage: true, assign: true, own: false };
    let typed = create::Typed { login: "a b".into(), name: "李".into(), ..create::Typed::default() };
    Some(vec![
        sample("account/list empty", &AccountsPage::new(v, list::Asked::default(), Vec::new(), None, &[])),
        sample(
            "account/list longest",
            &AccountsPage::new(
                v,
                list::Asked { q: "\"><script>".into(), after: "0.a".into(), ..list::Asked::default() },
                vec![staff(1, "赵六")?, closed()?],
                Some("0.b".into()),
                &units(),
            ),
        ),
        sample(
            "account/create empty",
            &CreatePage::new(v, unit::choices(v.lang, &units(), |_| true), create::Typed::default()),
        ),
        sample("account/create wrong", &CreatePage::new(v, Vec::new(), typed)),
        sample("account/first password", &FirstPasswordPage::new(v, "x", id(1), "abcdEFGH23456789".into())),
        sample("account/manage own", &page(Offers { own: true, ..Offers::default() })?),
        sample("account/manage refused", &AccountPage { problems, done: "given", ..page(both)? }),
        sample("account/manage closed", &AccountPage::new(v, closed()?, both, &units())),
    ])
}

fn units(v: &Visitor) -> Option<Vec<Sample>> {
    let tree = vec![branch(1, 0, true), branch(2, 1, false), branch(3, 2, true)];
    let shown = || {
        let holders = vec![(role(v, 7, Role::UnitHead)?, account(1, "赵六")?)];
        Some(Shown { unit: branch(2, 1, false).unit, holders })
    };
    let new = UnitPage::new(v, Typed::default(), &tree);
    Some(vec![
        sample("unit/save new", &new),
        sample("unit/save change", &UnitPage::of(v, shown()?, &tree, true)),
        sample("unit/save look", &UnitPage::of(v, shown()?, &tree, false)),
        sample("unit/list empty", &UnitsPage::new(v, Vec::new(), "")),
        sample("unit/list longest", &UnitsPage::new(v, tree, "added")),
    ])
}

fn imports(v: &Visitor) -> Vec<Sample> {
    let about = unit::import::about(v);
    let page = || ImportPage::new(v, &about);
    let bad = |row: usize| RowProblem {
        row,
        column: "parent".into(),
        problem: Problem::new("import-unknown-unit"),
    };
    let refused = Report { problems: (2..300).map(bad).collect(), ..Report::default() };
    let done = Report { added: 12, changed: 1, roles_given: 1, roles_left: 3, ..Report::default() };
    vec![
        sample("import/empty", &page()),
        sample("import/refused", &ImportPage { report: Some(refused), ..page() }),
        sample("import/done", &ImportPage { report: Some(done), ..page() }),
    ]
}

fn audit(v: &Visitor) -> Vec<Sample> {
    let line = |seq, actor, action: &str| Line {
        logged: Logged {
            seq,
            entry: Entry::new(v.shell.now(), actor, action, "account", id::<()>(9))
                .because("合同到期")
                .with("role", "unit-head"),
            hash: "9c1e22334455667788990011223344556677889900112233445566778899_70af".into(),
        },
        actor: None,
        subject: Some("赵六".into()),
    };
    let lines = || {
        vec![
            line(3, AuditActor::Account(id(1)), "account.give-role"),
            line(2, AuditActor::System, "something.new"),
            line(1, AuditActor::Visitor, "account.sign-in-failed"),
        ]
    };
    let head = || Head { seq: 3, hash: "9c1e…70af".repeat(4) };
    let page = |lines, next: Option<&str>| {
        AuditPage::new(v, Asked::default(), lines, head(), next.map(str::to_owned))
    };
    let whole = Verdict::Whole { entries: 184_306 };
    let broken = Verdict::Broken { seq: 2, breach: Breach::Altered };
    vec![
        sample("audit/list empty", &page(Vec::new(), None)),
        sample("audit/list whole", &AuditPage { verdict: Some(whole), ..page(lines(), Some("1.audit")) }),
        sample("audit/list broken", &AuditPage { verdict: Some(broken), ..page(lines(), None) }),
    ]
}

fn id<K>(n: u8) -> Id<K> {
    Id::new(Timestamp::from_millis(1_795_336_320_000), [n; 10])
}

fn account(n: u8, name: &str) -> Option<Account> {
    Some(Account {
        id: id(n),
        login: format!("2001{n:04}"),
        name: PersonName::parse(name).ok()?,
        phone: None,
        email: None,
        state: AccountState::Active,
        unit: Some(id(2)),
        locale: None,
    })
}

fn branch(n: u8, depth: usize, active: bool) -> Branch {
    let name_en = if n == 3 { LONG.to_owned() } else { "Logistics".to_owned() };
    let unit = Unit {
        id: id(n),
        parent: None,
        code: format!("0{n}"),
        name_zh: "后勤保障处".into(),
        name_en,
        active,
    };
    Branch { unit, depth }
}

fn role(v: &Visitor, n: u8, role: Role) -> Option<RoleAssignment> {
    let until = if n.is_multiple_of(2) { Timestamp::FOREVER } else { v.shell.now().plus_millis(86_400_000) };
    Some(RoleAssignment {
        id: Id::new(v.shell.now(), [n, role as u8, 0, 0, 0, 0, 0, 0, 0, 0]),
        account: id(1),
        role,
        unit: (!role.is_campus_wide()).then(|| id(2)),
        below: true,
        valid: Period::new(v.shell.now(), until).ok()?,
    })
}
