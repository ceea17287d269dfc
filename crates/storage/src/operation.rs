//! The operation log of an application: append-only, and the only source of where it stands.

use sqlx::query;
use tongxing_domain::id::ApplicationId;
use tongxing_workflow::{Operation, OperationId, What};

use crate::error::StorageError;
use crate::row::{Columns, FromRow};
use crate::store::Db;

const INSERT: &str = "INSERT INTO operation (id, application, number, at, actor, kind, operation) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const LIST: &str = "SELECT id, number, operation FROM operation WHERE application = $1 ORDER BY number";

/// Appends operations. `Conflict`: someone else appended one of these numbers first.
pub async fn append(
    db: &mut Db,
    application: ApplicationId,
    operations: &[Operation],
) -> Result<(), StorageError> {
    for operation in operations {
        let text = serde_json::to_string(operation).map_err(StorageError::failure)?;
        let number = number(operation.number)?;
        let id = format!("{application}:{number}");
        let sealed = db.sealer("operation", &id).text("operation", &text)?;
        let query = query(INSERT)
            .bind(id)
            .bind(application.to_string())
            .bind(number)
            .bind(operation.at)
            .bind(operation.actor.as_str().to_owned())
            .bind(kind(&operation.what))
            .bind(sealed);
        db.run_one(query).await?;
    }
    Ok(())
}

/// The whole log, oldest first.
pub async fn of_application(db: &mut Db, application: ApplicationId) -> Result<Vec<Operation>, StorageError> {
    let rows: Vec<Line> = db.all(query(LIST).bind(application.to_string())).await?;
    Ok(rows.into_iter().map(|line| line.0).collect())
}

fn number(id: OperationId) -> Result<i64, StorageError> {
    i64::try_from(id.0).map_err(StorageError::failure)
}

/// For people who read the table by hand; the program reads what is sealed beside it.
fn kind(what: &What) -> String {
    let value = serde_json::to_value(what).unwrap_or_default();
    value.get("what").and_then(|word| word.as_str()).unwrap_or("?").to_owned()
}

struct Line(Operation);

impl FromRow for Line {
    const TABLE: &'static str = "operation";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        let operation: Operation = row.sealed_json("operation")?;
        if number(operation.number)? != row.int("number")? {
            return Err(row.corrupt("number"));
        }
        Ok(Self(operation))
    }
}
