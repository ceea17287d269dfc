//! Members of staff for a test, with roles, signed in without a password being typed.

use tongxing_domain::{
    account::{Account, AccountState},
    email::Email,
    id::{AccountId, UnitId},
    name::PersonName,
    phone::Phone,
    role::{Role, RoleAssignment},
    time::Period,
};
use tongxing_storage::{account, role, session, sign_in};
use tongxing_usecases::{
    Actor,
    account::{ABSOLUTE_MILLIS, create, resume_session},
    actor::By,
};

use crate::TestCampus;

/// The address that test sessions come from.
pub const ADDRESS: &str = "127.0.0.1";

/// Somebody with a session.
#[derive(Clone)]
pub struct SignedIn {
    /// The account.
    pub account: AccountId,
    /// The session's token: the value of the cookie `tx_session`.
    pub token: String,
    /// Who asks, for use cases.
    pub actor: Actor,
}

/// An account that is about to be: `town.account("zhao").named("赵六").with(Role::Guard, None).create().await`.
pub struct NewAccount<'a> {
    town: &'a TestCampus,
    account: Account,
    roles: Vec<(Role, Option<UnitId>)>,
}

impl TestCampus {
    /// An account without roles and without a password, unless the builder says otherwise.
    pub fn account(&self, login: &str) -> NewAccount<'_> {
        let account = Account {
            id: self.campus.new_id(),
            login: login.to_owned(),
            name: PersonName::parse("钱测试").unwrap(),
            phone: None,
            email: None,
            state: AccountState::Active,
            unit: None,
            locale: None,
        };
        NewAccount { town: self, account, roles: Vec::new() }
    }

    /// Somebody with one role (for a unit and everything below it, or for the campus), signed in.
    pub async fn staff(&self, login: &str, role: Role, unit: Option<UnitId>) -> SignedIn {
        let id = self.account(login).in_unit(unit).with(role, unit).create().await;
        self.sign_in(id).await
    }

    /// Gives a role from now on: for a unit and everything below it, or for the whole campus.
    pub async fn give(&self, account: AccountId, role: Role, unit: impl Into<Option<UnitId>>) {
        let given = RoleAssignment {
            id: self.campus.new_id(),
            account,
            role,
            unit: unit.into(),
            below: true,
            valid: Period::open_ended(self.campus.now()).unwrap(),
        };
        let mut tx = self.campus.store.begin().await.unwrap();
        role::insert(&mut tx, &given).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Opens a session for an account, with the roles it holds now.
    pub async fn sign_in(&self, account: AccountId) -> SignedIn {
        let now = self.campus.now();
        let token = self.campus.new_token();
        let session = session::Session {
            id: self.campus.new_id(),
            account,
            created_at: now,
            last_seen_at: now,
            expires_at: now.plus_millis(ABSOLUTE_MILLIS),
            address: ADDRESS.to_owned(),
            agent: "test".to_owned(),
            purpose: None,
        };
        let mut tx = self.campus.store.begin().await.unwrap();
        session::insert(&mut tx, &session, &token).await.unwrap();
        tx.commit().await.unwrap();
        let resumed = resume_session::run(&self.campus, &token, ADDRESS).await.unwrap();
        SignedIn { account, token, actor: resumed.expect("an active account").actor }
    }

    /// An account opened as an administrator would, with its first password already changed into nothing: it may sign
    /// in with the password returned.
    pub async fn account_with_password(&self, login: &str) -> (AccountId, String) {
        let input =
            create::Input { login: login.to_owned(), name: "钱测试".to_owned(), ..Default::default() };
        let opened = create::open(&self.campus, &By::system(), input).await.unwrap();
        let mut tx = self.campus.store.begin().await.unwrap();
        let mut stored = sign_in::lock(&mut tx, opened.account).await.unwrap().unwrap();
        stored.must_change = false;
        sign_in::save(&mut tx, &stored).await.unwrap();
        tx.commit().await.unwrap();
        (opened.account, opened.password)
    }
}

impl NewAccount<'_> {
    /// With this name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.account.name = PersonName::parse(name).unwrap();
        self
    }

    /// Reached by mail here.
    #[must_use]
    pub fn with_email(mut self, email: &str) -> Self {
        self.account.email = Some(Email::parse(email).unwrap());
        self
    }

    /// Reached by text message here.
    #[must_use]
    pub fn with_phone(mut self, phone: &str) -> Self {
        self.account.phone = Some(Phone::parse(phone).unwrap());
        self
    }

    /// Working in this unit.
    #[must_use]
    pub fn in_unit(mut self, unit: impl Into<Option<UnitId>>) -> Self {
        self.account.unit = unit.into();
        self
    }

    /// Holding a role from now on: for a unit and everything below it, or for the whole campus.
    #[must_use]
    pub fn with(mut self, role: Role, unit: impl Into<Option<UnitId>>) -> Self {
        self.roles.push((role, unit.into()));
        self
    }

    /// Writes it down.
    pub async fn create(self) -> AccountId {
        let campus = &self.town.campus;
        let now = campus.now();
        let mut tx = campus.store.begin().await.unwrap();
        account::insert(&mut tx, &self.account, now).await.unwrap();
        tx.commit().await.unwrap();
        for (role, unit) in self.roles {
            self.town.give(self.account.id, role, unit).await;
        }
        self.account.id
    }
}
